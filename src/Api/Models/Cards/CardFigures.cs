using System.Globalization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Models.Cards;

/// <summary>Figures as cards and comparisons write them.</summary>
internal static class CardFigures
{
    /// <summary>What a score counts.</summary>
    public static string Name(Measure measure) => measure switch
    {
        Measure.Accuracy => "Accuracy",
        Measure.Error => "Mean squared error",
        Measure.Reward => "Reward per episode",
        Measure.Wins => "Starts from which warped descent ends lower",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Unknown measure."),
    };

    /// <summary>A moment, to the minute.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The size of a file.</summary>
    public static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    /// <summary>A length of time.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };
}
