using WarpGrad.Engine;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>How far tasks that were adapted to together are from the same tasks adapted to one by one.</summary>
/// <param name="SupportLoss">Largest difference of a support loss, at any step.</param>
/// <param name="Probability">Largest difference of a predicted probability.</param>
/// <param name="SameBitsAgain">Whether the same stack twice gives the same bits.</param>
internal sealed record Agreement(double SupportLoss, double Probability, bool SameBitsAgain)
{
    /// <summary>Adapts both ways.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tasks">Tasks that are alike.</param>
    /// <param name="queries">Images to predict, uint8 [n, channels, height, width].</param>
    public static Agreement Of(WarpModel model, PreparedTask[] tasks, byte[] queries)
    {
        var (together, again) = (Answers(model.AdaptTogether(tasks), queries), Answers(model.AdaptTogether(tasks), queries));
        var alone = Answers([.. tasks.Select(task => model.Adapt(task))], queries);
        return new Agreement(
            Largest(together.Losses, alone.Losses), Largest(together.Probabilities, alone.Probabilities),
            together.Losses.SequenceEqual(again.Losses) && together.Probabilities.SequenceEqual(again.Probabilities));
    }

    private static (double[] Losses, double[] Probabilities) Answers(IReadOnlyList<AdaptedLearner> learners, byte[] queries)
    {
        double[] losses = [.. learners.SelectMany(learner => learner.SupportLoss)];
        double[] probabilities = [.. learners.SelectMany(learner => learner.Predict(queries)).SelectMany(row => row).Select(p => (double)p)];
        foreach (var learner in learners)
            learner.Dispose();
        return (losses, probabilities);
    }

    private static double Largest(double[] one, double[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
