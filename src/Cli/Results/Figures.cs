using System.Globalization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Results;

/// <summary>Figures as people read them.</summary>
internal static class Figures
{
    /// <summary>A score: per cent for shares, four digits for all else.</summary>
    public static string Score(Measure measure, double value) => ScoreText.Of(measure, value);

    /// <summary>A score with its spread over seeds.</summary>
    public static string Score(Measure measure, Spread spread) => WithDeviation(spread, value => Score(measure, value));

    /// <summary>Four digits.</summary>
    public static string Number(double value) => ScoreText.Number(value);

    /// <summary>Four digits with the spread over seeds.</summary>
    public static string Number(Spread spread) => WithDeviation(spread, Number);

    /// <summary>A length of time.</summary>
    public static string Duration(double? seconds) => seconds is not { } known ? "" : TimeSpan.FromSeconds(known) switch
    {
        { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } time => time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        var time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} h"),
    };

    private static string WithDeviation(Spread spread, Func<double, string> write) =>
        spread.Deviation is { } deviation ? $"{write(spread.Mean)} ± {write(deviation)}" : write(spread.Mean);
}
