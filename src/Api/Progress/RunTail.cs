namespace WarpGrad.Api.Progress;

/// <summary>
/// The newest events of one run. A notification makes it read them from the database, once however many subscribers there are,
/// and those are woken only when there is something for them.
/// </summary>
/// <param name="readAfter">Reads up to <see cref="RunFeeds.PageSize"/> events after a number; null when the run is no more.</param>
/// <param name="failed">Told when reading failed; the next notification tries again.</param>
/// <param name="startAfter">Number after which events are kept.</param>
internal sealed class RunTail(Func<long, Task<IReadOnlyList<SharedEvent>?>> readAfter, Action<Exception> failed, long startAfter)
{
    private const int Kept = 2000;
    private readonly Lock _lock = new();
    private readonly List<SharedEvent> _events = [];
    private TaskCompletionSource _grown = NewSignal();
    private long _last = startAfter;
    private bool _reading;
    private bool _again;
    private bool _gone;

    /// <summary>Subscribers that hold this tail; guarded by the owner.</summary>
    public int Subscribers { get; set; }

    /// <summary>Reads what is new, here or after the reading that is under way.</summary>
    public void Notify()
    {
        lock (_lock)
        {
            _again = true;
            if (_reading)
                return;
            _reading = true;
        }

        _ = Task.Run(ReadAsync);
    }

    /// <summary>Whether the run was deleted: no more events come.</summary>
    public bool IsGone
    {
        get
        {
            lock (_lock)
                return _gone;
        }
    }

    /// <summary>A task that ends when there are more events, or when none can come. Take it before <see cref="After"/>, so that none is missed between.</summary>
    public Task Grown()
    {
        lock (_lock)
            return _grown.Task;
    }

    /// <summary>Events after a number, gapless; empty when there is none yet, null when that is so long ago that they are no longer kept.</summary>
    public IReadOnlyList<SharedEvent>? After(long after)
    {
        lock (_lock)
        {
            if (after >= _last)
                return [];
            var first = _last - _events.Count;
            return after >= first ? _events.GetRange((int)(after - first), (int)(_last - after)) : null;
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_again)
                {
                    _reading = false;
                    return;
                }

                _again = false;
            }

            try
            {
                Add(await readAfter(_last));
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    private void Add(IReadOnlyList<SharedEvent>? fresh)
    {
        if (fresh is { Count: 0 })
            return;
        lock (_lock)
        {
            if (fresh is null)
            {
                _gone = true;
                _grown.TrySetResult();
                return;
            }

            _events.AddRange(fresh);
            _last = fresh[^1].N;
            if (_events.Count > Kept)
                _events.RemoveRange(0, _events.Count - Kept);
            // A full page may not be all there is.
            _again |= fresh.Count == RunFeeds.PageSize;
            _grown.TrySetResult();
            _grown = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
