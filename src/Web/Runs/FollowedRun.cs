using WarpGrad.Client;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>A run that is drawn among others: what it measured so far, and what it goes on to measure.</summary>
public sealed class FollowedRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _left;
    private readonly WarpGradClient _client;
    private bool _stale;

    /// <summary>Knows nothing of the run before <see cref="OpenAsync"/>.</summary>
    /// <param name="client">The server.</param>
    /// <param name="id">The run.</param>
    public FollowedRun(WarpGradClient client, Guid id)
    {
        (_client, Id, _left) = (client, id, _stop.Token);
        Series = new RunSeries(client, id, Story);
    }

    /// <summary>The run.</summary>
    public Guid Id { get; }

    /// <summary>Its facts; null before they were read.</summary>
    public RunDetail? Detail { get; private set; }

    /// <summary>What it has told.</summary>
    public RunStory Story { get; } = new();

    /// <summary>Its metrics.</summary>
    public RunSeries Series { get; }

    /// <summary>Whether more of it may come.</summary>
    public bool IsLive { get; private set; }

    /// <summary>State it is in.</summary>
    public RunState? State => Story.State ?? Detail?.Summary.State;

    /// <summary>Meta-steps done.</summary>
    public long Step => Story.MeasuredAt is null ? Detail?.Summary.Step ?? 0 : Story.Step;

    /// <summary>Reads what there is, and follows the run from there on until it ends.</summary>
    /// <exception cref="WarpGradException">There is no such run, or the visitor may not see it.</exception>
    public async Task OpenAsync()
    {
        try
        {
            var detail = await _client.Runs.GetAsync(Id, _left);
            Story.Begin(detail.LastEvent, await _client.Runs.MetricsAsync(Id, cancel: _left), null);
            Detail = detail;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // Nobody looks any more.
            return;
        }

        if (Detail.Summary.State.IsFinal())
            return;
        IsLive = true;
        _ = FollowAsync();
    }

    /// <summary>Reads its facts again if its state changed since.</summary>
    /// <returns>Whether they were read.</returns>
    public async Task<bool> RefreshAsync()
    {
        if (!_stale)
            return false;
        Detail = await _client.Runs.GetAsync(Id, _left);
        _stale = false;
        return true;
    }

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var item in _client.RunFeed.ReadAsync(Id, Story.LastEvent, cancel: _left))
            {
                Story.Apply(item);
                _stale |= item.Kind == RunEventKinds.State;
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception gone) when (gone is WarpGradException or HttpRequestException)
        {
            // It was deleted, or the visitor may not see it any more: what was drawn stays.
        }

        IsLive = false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
