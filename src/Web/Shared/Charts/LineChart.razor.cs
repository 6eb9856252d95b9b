using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WarpGrad.Contracts;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Lines over steps: axes, legend, value under the pointer. Draws in pixels of its own width.</summary>
public sealed partial class LineChart : IAsyncDisposable
{
    private const int Left = 48;
    private const int Right = 14;
    private const int Top = 8;
    private const int Bottom = 34;

    private readonly HashSet<string> _hidden = [];
    private DotNetObjectReference<LineChart>? _self;
    private IJSObjectReference? _observer;
    private ElementReference _plot;
    private double _width;
    private IReadOnlyList<ChartSeries> _shown = [];
    private Axis _x = Axis.Exact(0, 1, 1);
    private Axis _y = Axis.Exact(0, 1, 1);

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

    /// <summary>Start of the vertical axis; the lowest value when absent.</summary>
    [Parameter] public double? YMin { get; set; }

    /// <summary>End of the vertical axis; the highest value when absent.</summary>
    [Parameter] public double? YMax { get; set; }

    /// <summary>Said while there is nothing to draw.</summary>
    [Parameter] public string Empty { get; set; } = "Nothing measured yet.";

    /// <summary>Attributes of the figure.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Rest { get; set; }

    [Inject] private Browser Browser { get; set; } = null!;

    private int Drawn => _shown.Sum(line => line.Points.Count);

    private string Summary => $"{Title}. " + string.Join("; ", _shown.Select(line =>
        $"{line.Name}: {Format(line.Points[^1].Value)} at {Say.Count(line.Points[^1].Step)} {XLabel}"));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _shown = [.. Series.Where(line => line.Points.Count > 0 && !_hidden.Contains(line.Name))
            .Select(line => line with { Points = Thinning.Thin(line.Points, Limits.SeriesPoints) })];
        if (_shown.Count == 0)
            return;
        var values = _shown.SelectMany(line => line.Points).Select(point => point.Value).Where(double.IsFinite).ToArray();
        var (low, high) = (YMin ?? values.DefaultIfEmpty(0).Min(), YMax ?? values.DefaultIfEmpty(1).Max());
        _y = YMin is not null && YMax is not null ? Axis.Exact(low, high, 5) : Axis.Rounded(low, high, 5);
        var first = _shown.Min(line => line.Points[0].Step);
        var last = _shown.Max(line => line.Points[^1].Step);
        _x = Axis.Exact(Math.Min(first, 0), last, _width is > 0 and < 420 ? 4 : 7, whole: true);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _observer = await Browser.ObserveWidthAsync(_plot, _self);
    }

    /// <summary>Called by the browser.</summary>
    [JSInvokable]
    public void WidthChanged(double width)
    {
        if (Math.Abs(width - _width) < 0.5)
            return;
        _width = width;
        OnParametersSet();
        StateHasChanged();
    }

    private double X(double step) => Left + _x.Share(step) * (_width - Left - Right);

    private double Y(double value) => Height - Bottom - Math.Clamp(_y.Share(value), 0, 1) * (Height - Top - Bottom);

    private string Path(ChartSeries line)
    {
        var path = new StringBuilder();
        var pen = false;
        foreach (var point in line.Points)
        {
            if (!double.IsFinite(point.Value))
            {
                pen = false;
                continue;
            }

            path.Append(pen ? 'L' : 'M').Append(Px(X(point.Step))).Append(' ').Append(Px(Y(point.Value)));
            pen = true;
        }

        return path.ToString();
    }

    private void Toggle(string name)
    {
        if (!_hidden.Remove(name))
            _hidden.Add(name);
        OnParametersSet();
    }

    private static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_observer is not null)
            await _observer.InvokeVoidAsync("dispose");
        _self?.Dispose();
    }
}
