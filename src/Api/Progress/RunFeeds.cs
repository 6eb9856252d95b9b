using System.Runtime.CompilerServices;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Progress;

/// <summary>Streams run events to any number of subscribers: history first, then live, without gap or repeat.</summary>
internal sealed class RunFeeds : IDisposable
{
    /// <summary>Events read from the database at once.</summary>
    public const int PageSize = 1000;

    // Looks again without a notification, in case the database dropped one with a connection.
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);
    private readonly IServiceScopeFactory _scopes;
    private readonly IDisposable _subscription;
    private readonly Dictionary<Guid, RunTail> _tails = [];

    public RunFeeds(IServiceScopeFactory scopes, NotificationListener listener)
    {
        _scopes = scopes;
        _subscription = listener.Subscribe(Channels.RunEvents, OnNotification);
    }

    /// <summary>Events with numbers above <paramref name="after"/>; ends after the event that makes the run final.</summary>
    /// <param name="runId">The run, already checked against the caller.</param>
    /// <param name="after">Last number the subscriber has seen.</param>
    /// <param name="isFinal">Whether the run was final when it was looked up.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<RunEvent> StreamAsync(
        Guid runId, long after, bool isFinal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var tail = Acquire(runId, after);
        try
        {
            while (true)
            {
                var changed = tail.Changed();
                var batch = await tail.ReadAfterAsync(after, cancellation);
                foreach (var item in batch)
                {
                    yield return item;
                    after = item.N;
                    // A run that failed and was tried again has events after that.
                    if (item.N == batch[^1].N && item.Kind == RunEventKinds.State && item.Read<RunStateChanged>().State.IsFinal())
                        yield break;
                }

                if (batch.Count > 0)
                    continue;
                if (isFinal)
                    yield break;
                await Task.WhenAny(changed, Task.Delay(Recheck, cancellation));
                cancellation.ThrowIfCancellationRequested();
                if (!changed.IsCompleted)
                    tail.Notify();
            }
        }
        finally
        {
            Release(runId, tail);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void OnNotification(string? payload)
    {
        lock (_tails)
        {
            if (payload is null)
                foreach (var tail in _tails.Values)
                    tail.Notify();
            else if (Guid.TryParse(payload, out var runId) && _tails.TryGetValue(runId, out var tail))
                tail.Notify();
        }
    }

    private RunTail Acquire(Guid runId, long after)
    {
        lock (_tails)
        {
            if (!_tails.TryGetValue(runId, out var tail))
                _tails[runId] = tail = new RunTail((from, cancellation) => ReadAsync(runId, from, cancellation), after);
            tail.Subscribers++;
            return tail;
        }
    }

    private void Release(Guid runId, RunTail tail)
    {
        lock (_tails)
            if (--tail.Subscribers == 0)
                _tails.Remove(runId);
    }

    private async Task<IReadOnlyList<RunEvent>> ReadAsync(Guid runId, long after, CancellationToken cancellation)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RunEventStore>().ReadAsync(runId, after, PageSize, cancellation);
    }
}
