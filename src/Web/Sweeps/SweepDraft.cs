using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Web.Sweeps;

/// <summary>A sweep while it is being written: which fields vary, and how they are searched.</summary>
public sealed partial class SweepDraft
{
    private const double Crowded = 10;

    /// <summary>The fields that vary, as typed.</summary>
    public List<AxisDraft> Axes { get; } = [];

    /// <summary>How to search.</summary>
    public SweepSearch Search { get; set; } = SweepSearch.Grid;

    /// <summary>Number of trials that are drawn, as typed.</summary>
    public string Trials { get; set; } = "20";

    /// <summary>Meta-steps of the first rung, as typed.</summary>
    public string MinSteps { get; set; } = "";

    /// <summary>One in so many goes on, as typed.</summary>
    public string Reduction { get; set; } = "3";

    /// <summary>The sweep as it would be sent, without the spec; null when something typed cannot be read.</summary>
    public CreateSweepRequest? Request() =>
        Whole(Trials) is { } trials && Whole(Reduction) is { } reduction && (Search != SweepSearch.Halving || Whole(MinSteps) is not null)
            && Axes.ConvertAll(Parse) is var axes && axes.TrueForAll(axis => axis is not null)
        ? new CreateSweepRequest
        {
            Axes = [.. axes.OfType<SweepAxis>()],
            Search = Search,
            Trials = (int)Math.Min(trials, int.MaxValue),
            MinSteps = Search == SweepSearch.Halving ? Whole(MinSteps)!.Value : 0,
            Reduction = (int)Math.Min(reduction, int.MaxValue),
        }
        : null;

    /// <summary>What is wrong with an axis; null when nothing is.</summary>
    public string? ErrorOf(AxisDraft axis) => axis.Text.Trim().Length == 0 ? SweepsTexts.SayValues
        : Parse(axis) is not { } read ? SweepsTexts.CannotBeRead
        : SweepPlan.Check(new CreateSweepRequest { Axes = [read], Search = Search }).FirstOrDefault()?.Message;

    /// <summary>The axis as it would be sent; null when what was typed cannot be read.</summary>
    private SweepAxis? Parse(AxisDraft axis)
    {
        if (Range().Match(axis.Text) is { Success: true } range)
        {
            var (low, high) = (Number(range.Groups["low"].Value), Number(range.Groups["high"].Value));
            return low is null || high is null ? null : new SweepAxis
            {
                Path = axis.Path,
                Min = low,
                Max = high,
                // Learning rates and the like: factors count, not differences.
                Log = low > 0 && high / low >= Crowded,
                Points = Search != SweepSearch.Grid ? null : range.Groups["points"].Success ? (int?)Whole(range.Groups["points"].Value) : 5,
            };
        }

        var values = axis.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Value(axis.Path, text)).ToList();
        return values.Count == 0 || values.Contains(null) ? null : new SweepAxis { Path = axis.Path, Values = [.. values.OfType<JsonValue>()] };
    }

    private static JsonValue? Value(string path, string text) => SpecFields.Find(path) switch
    {
        { Kind: SpecFieldKind.Integer } => Whole(text) is { } whole ? JsonValue.Create(whole) : null,
        { Kind: SpecFieldKind.Number } => Number(text) is { } number ? JsonValue.Create(number) : null,
        { Kind: SpecFieldKind.Boolean } => text.ToLowerInvariant() switch { "yes" or "true" => JsonValue.Create(true), "no" or "false" => JsonValue.Create(false), _ => null },
        { Kind: SpecFieldKind.Choice } field => field.Options.FirstOrDefault(option => string.Equals(option, text, StringComparison.OrdinalIgnoreCase)) is { } option ? JsonValue.Create(option) : null,
        _ => null,
    };

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    [GeneratedRegex(@"^\s*(?<low>[^\s,]+)\s+to\s+(?<high>[^\s,]+)(\s+in\s+(?<points>\d+))?\s*$")]
    private static partial Regex Range();
}

/// <summary>A field that varies, as typed.</summary>
public sealed class AxisDraft
{
    /// <summary>Path of the field.</summary>
    public string Path { get; set; } = "";

    /// <summary>Values with commas between, or <c>low to high</c>, in a grid with <c>in points</c>.</summary>
    public string Text { get; set; } = "";
}
