using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Results as JSON can carry them.</summary>
internal static class FiniteResults
{
    /// <summary>The result with the largest number in place of what is not finite.</summary>
    /// <param name="result">As the engine measured it.</param>
    public static EvaluationSummary Of(EvaluationSummary result) => result with
    {
        Score = FiniteNumbers.Of(result.Score),
        Interval95 = FiniteNumbers.Of(result.Interval95),
        Loss = FiniteNumbers.Of(result.Loss),
        ScoreByStep = [.. result.ScoreByStep.Select(FiniteNumbers.Of)],
        LossByStep = [.. result.LossByStep.Select(FiniteNumbers.Of)],
        Details = result.Details.ToDictionary(detail => detail.Key, detail => FiniteNumbers.Of(detail.Value)),
    };

    /// <summary>The scores with the largest number in place of what is not finite.</summary>
    /// <param name="scores">As the engine measured them.</param>
    public static double[] Of(double[] scores) => Array.ConvertAll(scores, FiniteNumbers.Of);
}
