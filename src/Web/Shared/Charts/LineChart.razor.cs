using Microsoft.AspNetCore.Components;
using WarpGrad.Contracts;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Lines over steps: axes, legend, value under the pointer. Draws in pixels of its own width.</summary>
public sealed partial class LineChart
{
    private readonly HashSet<string> _hidden = [];
    private IReadOnlyList<ChartSeries> _shown = [];
    private Axis _x = Axis.Exact(0, 1, 1);
    private Axis _y = Axis.Exact(0, 1, 1);
    private IReadOnlyList<ChartSeries> _measured = [];
    private ElementReference _figure;
    private bool? _log;
    private bool _smooth;

    /// <summary>Name of the chart.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>The lines; thinned here to what can be seen.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Name of the horizontal axis.</summary>
    [Parameter] public string XLabel { get; set; } = "meta-steps";

    /// <summary>Height in pixels.</summary>
    /// <remarks>Default 240.</remarks>
    [Parameter] public int Height { get; set; } = 240;

    /// <summary>Writes a value of the vertical axis.</summary>
    [Parameter] public Func<double, string> Format { get; set; } = Say.Number;

    /// <summary>Start of a linear vertical axis; the lowest value when absent.</summary>
    [Parameter] public double? YMin { get; set; }

    /// <summary>End of a linear vertical axis; the highest value when absent.</summary>
    [Parameter] public double? YMax { get; set; }

    /// <summary>Whether the vertical axis begins logarithmic; the visitor may change it. It is always linear when absent, or where a value is not above 0.</summary>
    [Parameter] public bool? Log { get; set; }

    /// <summary>A step that is marked; none when absent.</summary>
    [Parameter] public long? Mark { get; set; }

    /// <summary>Said while there is nothing to draw.</summary>
    [Parameter] public string Empty { get; set; } = "Nothing measured yet.";

    /// <summary>Attributes of the figure.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Rest { get; set; }

    private int Drawn => _shown.Sum(line => line.Points.Count);

    private bool MayBeLog => Log is not null && _shown.Count > 0 && Values().All(value => value > 0);

    // A running mean of a few points hides more than it shows.
    private bool MaySmooth => Series.Any(line => line.Points.Count >= 20);

    private bool IsLog => MayBeLog && (_log ?? Log!.Value);

    private string Summary => $"{Title}. " + string.Join("; ", _shown.Select(line =>
        $"{line.Name}: {Format(line.Points[^1].Value)} at {Say.Count(line.Points[^1].Step)} {XLabel}"));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _shown = [.. Series.Where(line => line.Points.Count > 0 && !_hidden.Contains(line.Name))
            .Select(line => line with { Points = Thinning.Thin(line.Points, Limits.SeriesPoints) })];
        _measured = _smooth ? _shown : [];
        if (_smooth)
            _shown = [.. _shown.Select(line => line with { Points = Smoothing.Of(line.Points) })];
        if (_shown.Count == 0)
            return;
        var (lowest, highest) = (Values().DefaultIfEmpty(0).Min(), Values().DefaultIfEmpty(1).Max());
        _y = (IsLog, YMin, YMax) switch
        {
            (true, _, _) => Axis.Logs(lowest, highest),
            (_, { } low, { } high) => Axis.Exact(low, high, 5),
            _ => Axis.Rounded(YMin ?? lowest, YMax ?? highest, 5),
        };
        var first = _shown.Min(line => line.Points[0].Step);
        var last = _shown.Max(line => line.Points[^1].Step);
        _x = Axis.Exact(Math.Min(first, 0), last, 7, whole: true);
    }

    private IEnumerable<double> Values() => _shown.Concat(_measured).SelectMany(line => line.Points).Select(point => point.Value).Where(double.IsFinite);

    private void SwitchLog()
    {
        _log = !IsLog;
        OnParametersSet();
    }

    private void SwitchSmooth()
    {
        _smooth = !_smooth;
        OnParametersSet();
    }

    private Task SavePictureAsync(string kind) => Browser.SavePictureAsync(_figure, FileName, kind);

    private Task SaveNumbersAsync() => Browser.SaveTextAsync($"{FileName}.csv", "text/csv", ChartCsv.Of(XLabel, Series));

    private string FileName => Slugs.From(Title, "chart");

    private void Toggle(string name)
    {
        if (!_hidden.Remove(name))
            _hidden.Add(name);
        OnParametersSet();
    }
}
