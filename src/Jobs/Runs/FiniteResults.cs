using WarpGrad.Contracts.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Results as JSON can carry them: it knows no infinity, and a learner that ran away has infinite losses.</summary>
internal static class FiniteResults
{
    /// <summary>The result with the largest number in place of what is not finite.</summary>
    /// <param name="result">As the engine measured it.</param>
    public static EvaluationSummary Of(EvaluationSummary result) => result with
    {
        Score = Finite(result.Score),
        Interval95 = Finite(result.Interval95),
        Loss = Finite(result.Loss),
        ScoreByStep = [.. result.ScoreByStep.Select(Finite)],
        LossByStep = [.. result.LossByStep.Select(Finite)],
        Details = result.Details.ToDictionary(detail => detail.Key, detail => Finite(detail.Value)),
    };

    /// <summary>The scores with the largest number in place of what is not finite.</summary>
    /// <param name="scores">As the engine measured them.</param>
    public static double[] Of(double[] scores) => Array.ConvertAll(scores, Finite);

    private static double Finite(double value) => double.IsFinite(value) ? value : double.MaxValue;
}
