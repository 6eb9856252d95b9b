using System.Globalization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Scores in texts: of the command line, of model cards and of comparisons.</summary>
public static class ScoreText
{
    /// <summary>A score: per cent for shares, four digits for all else.</summary>
    /// <param name="measure">What it counts.</param>
    /// <param name="value">The score.</param>
    public static string Of(Measure measure, double value) =>
        measure.IsShare() ? value.ToString("0.0 %", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>Four digits.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
