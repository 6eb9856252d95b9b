using WarpGrad.Contracts.Runs;

namespace WarpGrad.Api.Progress;

/// <summary>
/// The newest events of one run, read from the database once per notification however many subscribers there are.
/// </summary>
internal sealed class RunTail(Func<long, CancellationToken, Task<IReadOnlyList<RunEvent>>> readAfter, long startAfter)
{
    private const int Kept = 2000;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _last = startAfter;
    private long _notified = 1;
    private long _loaded;

    /// <summary>Subscribers that hold this tail; guarded by the owner.</summary>
    public int Subscribers { get; set; }

    /// <summary>Notes that there may be new events and wakes whoever waits.</summary>
    public void Notify()
    {
        lock (_lock)
        {
            _notified++;
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    /// <summary>A task that ends at the next notification. Take it before reading, so that none is missed between.</summary>
    public Task Changed()
    {
        lock (_lock)
            return _changed.Task;
    }

    /// <summary>Events after a number, gapless; empty when there is none yet.</summary>
    public async Task<IReadOnlyList<RunEvent>> ReadAfterAsync(long after, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        lock (_lock)
        {
            if (after >= _last)
                return [];
            if (_events.Count > 0 && after >= _events[0].N - 1)
                return _events.GetRange((int)(after + 1 - _events[0].N), (int)(_last - after));
        }

        return await readAfter(after, cancellation);
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                long upTo;
                lock (_lock)
                {
                    if (_loaded == _notified)
                        return;
                    upTo = _notified;
                }

                var fresh = await readAfter(_last, cancellation);
                lock (_lock)
                {
                    _events.AddRange(fresh);
                    if (fresh.Count > 0)
                        _last = fresh[^1].N;
                    if (_events.Count > Kept)
                        _events.RemoveRange(0, _events.Count - Kept);
                    // A full page may not be all there is: stay "not loaded" and read on.
                    if (fresh.Count < RunFeeds.PageSize)
                        _loaded = upTo;
                }
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
