using System.Globalization;

namespace WarpGrad.Contracts.Runs;

/// <summary>Names of further figures of a result that more than one room knows.</summary>
public static class ResultDetails
{
    private const string ShotsPrefix = "shots", IntervalSuffix = "Interval95";

    /// <summary>Score on test tasks of another number of labelled examples than training's.</summary>
    /// <param name="shots">The number.</param>
    public static string Shots(int shots) => string.Create(CultureInfo.InvariantCulture, $"{ShotsPrefix}{shots}");

    /// <summary>Half-width of the 95 % confidence interval of that score.</summary>
    /// <param name="shots">The number.</param>
    public static string ShotsInterval(int shots) => Shots(shots) + IntervalSuffix;

    /// <summary>Whether a figure belongs to other numbers of labelled examples.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsOfShots(string name) => name.StartsWith(ShotsPrefix, StringComparison.Ordinal) && name.Length > ShotsPrefix.Length && char.IsAsciiDigit(name[ShotsPrefix.Length]);

    /// <summary>Scores over the number of labelled examples, ascending, those of training among them; empty where no other number was measured.</summary>
    /// <param name="result">The result.</param>
    /// <param name="trainingShots">Labelled examples in training.</param>
    public static IReadOnlyList<(int Shots, double Score, double Interval95)> ShotCurve(EvaluationSummary result, int trainingShots)
    {
        var measured = result.Details
            .Where(detail => IsOfShots(detail.Key) && !detail.Key.EndsWith(IntervalSuffix, StringComparison.Ordinal))
            .Select(detail => (Shots: int.Parse(detail.Key[ShotsPrefix.Length..], CultureInfo.InvariantCulture), detail.Value))
            .Select(pair => (pair.Shots, pair.Value, result.Details.GetValueOrDefault(ShotsInterval(pair.Shots))))
            .ToList();
        return measured.Count == 0 ? [] : [.. measured.Append((trainingShots, result.Score, result.Interval95)).OrderBy(point => point.Item1)];
    }
}
