using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Sweeps;

/// <summary>An upright axis of a picture with parallel coordinates: numbers in a range, or names one above the other.</summary>
public sealed class ParallelAxis
{
    private readonly Axis? _numbers;
    private readonly List<string> _names = [];

    private ParallelAxis(string label, Axis? numbers, IEnumerable<string> names)
    {
        (Label, _numbers) = (label, numbers);
        _names.AddRange(names);
    }

    /// <summary>What stands above it.</summary>
    public string Label { get; }

    /// <summary>Marks: how far up, from 0 to 1, and what they say.</summary>
    public IEnumerable<(double Share, string Text)> Ticks => _numbers is { } axis
        ? axis.TicksFor(6).Select(tick => (axis.Share(tick), Say.Number(tick)))
        : _names.Select((name, place) => (ShareOf(place), name));

    /// <summary>The axis of a field that varies.</summary>
    /// <param name="axis">The field.</param>
    /// <param name="values">Its value in every trial.</param>
    public static ParallelAxis Of(SweepAxis axis, IReadOnlyList<JsonNode?> values)
    {
        var label = SweepWords.Of(axis);
        var numbers = values.Select(Number).OfType<double>().ToList();
        if (numbers.Count < values.Count || numbers.Count == 0)
            return new ParallelAxis(label, null, values.Select(Text).Distinct());
        var (low, high) = (numbers.Min(), numbers.Max());
        // Values that span more than a factor of ten would crowd at one end.
        return new ParallelAxis(label, low > 0 && (axis.Log || high / low > 10) ? Axis.Logs(low, high) : Axis.Rounded(low, high, 5), []);
    }

    /// <summary>The axis of the scores.</summary>
    /// <param name="label">What scores count.</param>
    /// <param name="scores">The scores; at least one.</param>
    public static ParallelAxis Of(string label, IReadOnlyCollection<double> scores) => new(label, Axis.Rounded(scores.Min(), scores.Max(), 5), []);

    /// <summary>How far up a value lies, from 0 to 1.</summary>
    public double Share(JsonNode? value) => _numbers is { } axis && Number(value) is { } number ? axis.Share(number) : ShareOf(_names.IndexOf(Text(value)));

    /// <summary>How far up a score lies, from 0 to 1.</summary>
    public double Share(double score) => _numbers!.Share(score);

    /// <summary>A value as people read it.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => SweepsTexts.NoValue,
        _ when Number(value) is { } number => Say.Number(number),
        _ when value.GetValueKind() == JsonValueKind.String => Say.Words(value.GetValue<string>()),
        _ => value.ToJsonString() == "true" ? SweepsTexts.Yes : SweepsTexts.No,
    };

    private double ShareOf(int place) => _names.Count < 2 ? 0.5 : place / (_names.Count - 1.0);

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
