using System.Globalization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Shared;

/// <summary>Scores as people read them, by what they count.</summary>
public static class Scores
{
    /// <summary>Name of a measure.</summary>
    public static string Label(Measure measure) => measure switch
    {
        Measure.Accuracy => SharedTexts.Accuracy,
        Measure.Error => SharedTexts.SquaredError,
        Measure.Reward => SharedTexts.RewardPerEpisode,
        Measure.Wins => SharedTexts.WarpWins,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Unknown measure."),
    };

    /// <summary>A score: shares in percent, others as numbers.</summary>
    public static string Text(Measure measure, double score) => measure.IsShare() ? Say.Percent(score) : Say.Number(score);

    /// <summary>A score with the half-width of its confidence interval.</summary>
    public static string WithInterval(EvaluationSummary result) => $"{Text(result.Measure, result.Score)} ± {Interval(result)}";

    /// <summary>The half-width of a result's confidence interval, to no more digits than it is worth.</summary>
    public static string Interval(EvaluationSummary result) =>
        result.Measure.IsShare() ? Say.Percent(result.Interval95) : result.Interval95.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>A score at a tick of an axis.</summary>
    public static string Tick(Measure measure, double score) => measure.IsShare()
        ? Say.Percent(score, Math.Abs(score * 100 - Math.Round(score * 100)) < 1e-9 ? 0 : 1)
        : Say.Number(score);
}
