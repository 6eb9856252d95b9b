using Microsoft.AspNetCore.Components;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Lines over steps: axes, legend, value under the pointer. Draws in pixels of its own width.</summary>
public sealed partial class LineChart
{
    private readonly HashSet<string> _hidden = [];
    private IReadOnlyList<ChartSeries> _shown = [];
    private Axis _x = Axis.Exact(0, 1, 1);
    private Axis _y = Axis.Exact(0, 1, 1);
    private IReadOnlyList<ChartSeries> _measured = [];
    private bool? _log;
    private bool _smooth;
    private StepRange? _own;
    private StepRange _whole = new(0, 1);

    /// <summary>Name of the chart.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>The lines; thinned here to what can be seen.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Reads the lines with all their points, for tables of their numbers; those drawn have all where it is absent.</summary>
    [Parameter] public Func<Task<IReadOnlyList<ChartSeries>>>? Whole { get; set; }

    /// <summary>Whose lines they are, said in files that leave the page.</summary>
    [Parameter] public string Subject { get; set; } = "";

    /// <summary>Name of the horizontal axis.</summary>
    [Parameter] public string XLabel { get; set; } = SharedTexts.MetaSteps;

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

    /// <summary>The steps it is zoomed to, where that is kept outside; all when null.</summary>
    [Parameter] public StepRange? Range { get; set; }

    /// <summary>Called when the visitor zooms; where nobody listens, the chart keeps its zoom itself.</summary>
    [Parameter] public EventCallback<StepRange?> RangeChanged { get; set; }

    /// <summary>A step that is marked; none when absent.</summary>
    [Parameter] public long? Mark { get; set; }

    /// <summary>Said while there is nothing to draw.</summary>
    [Parameter] public string Empty { get; set; } = SharedTexts.NothingMeasured;

    /// <summary>Attributes of the figure.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Rest { get; set; }

    private int Drawn => _shown.Sum(line => line.Points.Count);

    private bool MayBeLog => Log is not null && Values().DefaultIfEmpty(0).All(value => value > 0);

    // A running mean of a few points hides more than it shows.
    private bool MaySmooth => Series.Any(line => line.Points.Count >= 20);

    private StepRange? Zoom => RangeChanged.HasDelegate ? Range : _own;

    // A few points are seen as well without it.
    private bool Zoomable => _whole.To - _whole.From > 2 && (Zoom is not null || Series.Any(line => line.Points.Count > 20));

    private bool IsLog => MayBeLog && (_log ?? Log!.Value);

    private string Summary => $"{Title}. {(Zoom is { } zoom ? SharedTexts.StepsShown.With(Say.Count(zoom.From), Say.Count(zoom.To)) + " " : "")}" + string.Join("; ", _shown.Select(line =>
        SharedTexts.LineEndsAt.With(line.Name, Format(line.Points[^1].Value), Say.Count(line.Points[^1].Step), XLabel)));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var lines = Series.Where(line => line.Points.Count > 0 && !_hidden.Contains(line.Name)).ToList();
        _whole = lines.Count == 0 ? new StepRange(0, 1) : new StepRange(Math.Min(0, lines.Min(line => line.Points[0].Step)), lines.Max(line => line.Points[^1].Step));
        _shown = [.. lines.Select(line => line with { Points = Thinning.Thin(Within(line.Points), Limits.SeriesPoints) }).Where(line => line.Points.Count > 0)];
        _measured = _smooth ? _shown : [];
        if (_smooth)
            _shown = [.. _shown.Select(line => line with { Points = Smoothing.Of(line.Points) })];
        if (lines.Count == 0)
            return;
        var (lowest, highest) = (Values().DefaultIfEmpty(0).Min(), Values().DefaultIfEmpty(1).Max());
        // A stretch is looked at for what happens in it, so the vertical axis follows it.
        var (low, high) = Zoom is null ? (YMin, YMax) : (null, null);
        _y = (IsLog, low, high) switch
        {
            (true, _, _) => Axis.Logs(lowest, highest),
            (_, { } from, { } to) => Axis.Exact(from, to, 5),
            _ => Axis.Rounded(low ?? lowest, high ?? highest, 5),
        };
        _x = Zoom is { } zoom ? Axis.Exact(zoom.From, zoom.To, 7, whole: true) : Axis.Exact(_whole.From, _whole.To, 7, whole: true);
    }

    private IReadOnlyList<MetricPoint> Within(IReadOnlyList<MetricPoint> points) => Zoom is { } zoom
        ? [.. points.Where(point => point.Step >= zoom.From && point.Step <= zoom.To)]
        : points;

    private async Task ZoomAsync(StepRange? range)
    {
        if (RangeChanged.HasDelegate)
        {
            await RangeChanged.InvokeAsync(range);
            return;
        }

        _own = range;
        OnParametersSet();
    }

    private Task ScaleAsync(double factor, long? about = null)
    {
        var now = Zoom ?? _whole;
        return ZoomAsync(now.Scaled(factor, Math.Clamp(about ?? (now.From + now.To) / 2, now.From, now.To), _whole));
    }

    private IEnumerable<double> Values() => _shown.Concat(_measured).SelectMany(line => line.Points).Select(point => point.Value).Where(Drawable.Is);

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

    private Task SavePictureAsync(string kind) => Browser.SavePictureAsync(new ChartPicture(FileTitle, XLabel, Title, _x, _y, Format, _shown, _measured).Svg(), FileName, kind);

    private Task SaveNumbersAsync() => Notices.TryAsync(async () =>
        await Browser.SaveTextAsync($"{FileName}.csv", "text/csv", ChartCsv.Of(XLabel, Whole is null ? Series : await Whole())));

    private string FileTitle => Subject.Length > 0 ? $"{Subject}: {Title}" : Title;

    private string FileName => Slugs.From(FileTitle, "chart");

    private void Toggle(string name)
    {
        if (!_hidden.Remove(name))
            _hidden.Add(name);
        OnParametersSet();
    }
}
