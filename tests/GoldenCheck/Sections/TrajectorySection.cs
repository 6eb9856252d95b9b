using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>The way of adaptation: losses, points, first gradient, running statistics, and the losses at its end.</summary>
internal static class TrajectorySection
{
    /// <summary>Checks the section.</summary>
    public static void Check(CaseFile file, JsonPart part, Comparison comparison)
    {
        foreach (var (expected, task) in comparison.Pairs(part, file.Tasks))
            Check(file, expected, task, comparison);
    }

    private static void Check(CaseFile file, JsonPart part, CaseTask task, Comparison comparison)
    {
        using var scope = torch.NewDisposeScope();
        using var running = new RunningStatistics();
        var points = new List<ParameterSet>();
        void Visit(PathStep step)
        {
            points.Add(step.Theta.Clone().DetachFromScope());
            if (step.Step == 0 && part.Find("grads_step0") is { } gradient)
                comparison.Same(gradient, step.Gradient);
        }

        using var end = Adaptation.Run(file, new Feeding(task, running), Visit);
        points.Add(end.Theta.Clone());
        if (part.Find("losses") is { } losses)
            comparison.Same(losses, end.Losses);
        foreach (var (expected, point) in part.Find("params") is { } list ? comparison.Pairs(list, points) : [])
            comparison.Same(expected, point);
        foreach (var point in points)
            point.Dispose();
        CheckStatistics(file, part, running, comparison);
        CheckEnd(file, part, task, end.Theta, running, comparison);
    }

    private static void CheckStatistics(CaseFile file, JsonPart part, RunningStatistics running, Comparison comparison)
    {
        if (part.Find("running_statistics_after") is not { } expected)
            return;
        const string Mean = ".running_mean", Variance = ".running_var";
        string[] layers = [.. expected.Entries.Select(entry => entry.Name)
            .Where(name => name.EndsWith(Mean, StringComparison.Ordinal)).Select(name => name[..^Mean.Length]).Where(running.Has)];
        var statistics = layers.Select(layer => running[layer]).ToArray();
        comparison.Same(expected, new ParameterSet(
            [.. layers.Select(layer => layer + Mean), .. layers.Select(layer => layer + Variance)],
            [.. statistics.Select(pair => pair.Mean), .. statistics.Select(pair => pair.Variance)]));
    }

    private static void CheckEnd(CaseFile file, JsonPart part, CaseTask task, ParameterSet end, RunningStatistics running, Comparison comparison)
    {
        if (part.Find("test_loss_after") is not { } batches)
            return;
        using var recorded = running.Record();
        foreach (var (batch, expected) in batches.Items.Index())
        {
            if (expected.Find("batch_statistics") is { } byBatch)
                comparison.Same(byBatch, task.TestLoss(batch, end, file.Phi, BatchStatistics.OfBatch));
            if (expected.Find("running_statistics") is { } byRunning)
                comparison.Same(byRunning, task.TestLoss(batch, end, file.Phi, BatchStatistics.From(recorded)));
        }
    }

    /// <summary>The losses of a task, whose inner passes also feed running statistics.</summary>
    private sealed class Feeding(CaseTask task, RunningStatistics running) : ITaskLosses
    {
        public torch.Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TrainLoss(step, theta, phi, running.Gathering);

        public torch.Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, phi);

        public torch.Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);
    }
}
