using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Runs;

/// <summary>The metrics of a run for charts: as its story tells them, and with more of their points where a chart is zoomed.</summary>
/// <param name="client">The server.</param>
/// <param name="run">The run.</param>
/// <param name="story">What the run has told so far.</param>
public sealed class RunSeries(WarpGradClient client, Guid run, RunStory story)
{
    private RunLines? _close;
    private StepRange? _range;

    /// <summary>Points of a metric, steps ascending; none where it was never measured.</summary>
    public IReadOnlyList<MetricPoint> this[string name]
    {
        get
        {
            var told = story.Series(name);
            if (_close is not { } close)
                return told;
            var known = close[name];
            var last = known is [.., var newest] ? newest.Step : _range!.From - 1;
            return [.. known, .. told.Where(point => point.Step > last)];
        }
    }

    /// <summary>Reads a stretch anew, of which the server then gives more points; the story has what the whole run needs to be drawn.</summary>
    /// <param name="range">The stretch; null for the whole run.</param>
    /// <exception cref="WarpGradException">The run is gone.</exception>
    public async Task ZoomAsync(StepRange? range)
    {
        (_range, _close) = (range, null);
        if (range is null)
            return;
        var close = new RunLines(await client.Runs.MetricsAsync(run, range.From, range.To));
        if (_range == range)
            _close = close;
    }
}
