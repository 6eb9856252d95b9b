using System.Globalization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Evaluation;

/// <summary>Says results in words.</summary>
internal static class Scores
{
    /// <summary>One line about a result.</summary>
    /// <param name="result">The result.</param>
    public static string Describe(EvaluationSummary result) =>
        $"{Name(result.Measure)} {Value(result.Measure, result.Score)} ± {Value(result.Measure, result.Interval95)} over {result.Tasks} tasks; before adaptation {Value(result.Measure, result.ScoreByStep[0])}";

    private static string Name(Measure measure) => measure switch
    {
        Measure.Accuracy => "accuracy",
        Measure.Error => "mean squared error",
        Measure.Reward => "reward per episode",
        Measure.Wins => "starts won by the warp",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Unknown measure."),
    };

    private static string Value(Measure measure, double score) =>
        measure.IsShare() ? score.ToString("P2", CultureInfo.InvariantCulture) : score.ToString("G4", CultureInfo.InvariantCulture);
}
