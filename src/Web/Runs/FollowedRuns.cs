using WarpGrad.Client;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Runs;

/// <summary>Runs that are drawn together and followed as long as they go on.</summary>
/// <param name="client">The server.</param>
/// <param name="clock">Paces the drawing.</param>
/// <param name="draw">Called when there is something new to draw, at a steady pace and not per event.</param>
public sealed class FollowedRuns(WarpGradClient client, TimeProvider clock, Func<Task> draw) : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<Guid, FollowedRun> _runs = [];
    private readonly CancellationTokenSource _left = new();
    private StepRange? _range;
    private bool _ticks;

    /// <summary>A run; null where it is not among them.</summary>
    public FollowedRun? this[Guid id] => _runs.GetValueOrDefault(id);

    /// <summary>Follows these runs from now on and leaves all others. One that cannot be read stays among them, without anything known of it.</summary>
    /// <param name="ids">The runs.</param>
    /// <exception cref="WarpGradException">One of them does not exist, or the visitor may not see it.</exception>
    public async Task SetAsync(IReadOnlyCollection<Guid> ids)
    {
        foreach (var gone in _runs.Keys.Except(ids).ToList())
        {
            _runs[gone].Dispose();
            _runs.Remove(gone);
        }

        var added = ids.Where(id => !_runs.ContainsKey(id)).Select(id => _runs[id] = new FollowedRun(client, id)).ToList();
        if (added.Count == 0)
            return;
        await Task.WhenAll(added.Select(OpenAsync));
        if (!_ticks && _runs.Values.Any(run => run.IsLive))
            _ = TickAsync();
    }

    /// <summary>Reads a stretch of all of them with more of its points.</summary>
    /// <param name="range">The stretch; null for all.</param>
    /// <exception cref="WarpGradException">One of them is gone.</exception>
    public Task ZoomAsync(StepRange? range)
    {
        _range = range;
        return Task.WhenAll(_runs.Values.Select(run => run.Series.ZoomAsync(range)));
    }

    private async Task OpenAsync(FollowedRun run)
    {
        await run.OpenAsync();
        if (_range is { } range)
            await run.Series.ZoomAsync(range);
    }

    private async Task TickAsync()
    {
        _ticks = true;
        using var timer = new PeriodicTimer(Redraw, clock);
        try
        {
            var (drawn, live) = (-1L, true);
            while (live && await timer.WaitForNextTickAsync(_left.Token))
            {
                // What was told last is drawn after the feed has ended, too.
                live = _runs.Values.Any(run => run.IsLive);
                var fresh = false;
                foreach (var run in _runs.Values.ToList())
                    live |= await Notices.FailureOf(async () => fresh |= await run.RefreshAsync()) is not null;
                var told = _runs.Values.Sum(run => run.Story.LastEvent);
                if (fresh || told != drawn)
                    await draw();
                drawn = told;
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The visitor left the page.
        }

        _ticks = false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        foreach (var run in _runs.Values)
            run.Dispose();
    }
}
