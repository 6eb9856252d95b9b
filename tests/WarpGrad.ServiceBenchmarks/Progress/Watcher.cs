using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Progress;

/// <summary>One subscriber with a connection of its own.</summary>
internal sealed class Watcher
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<double> _milliseconds = [];
    private (long Number, TaskCompletionSource Done)? _awaited;

    /// <summary>Subscribes.</summary>
    public Watcher(Product product, Guid run, CancellationToken cancellation)
    {
        Run = run;
        Ended = WatchAsync(product, cancellation);
    }

    /// <summary>The run.</summary>
    public Guid Run { get; }

    /// <summary>Ends with the run.</summary>
    public Task Ended { get; }

    /// <summary>Ends with the first event.</summary>
    public Task First => _first.Task;

    /// <summary>Number of the last event.</summary>
    public long Seen { get; private set; }

    /// <summary>Events that did not follow the one before.</summary>
    public int Disorders { get; private set; }

    /// <summary>Milliseconds of the deliveries since this was last asked.</summary>
    public IReadOnlyList<double> Take()
    {
        lock (_lock)
        {
            var taken = _milliseconds;
            _milliseconds = [];
            return taken;
        }
    }

    /// <summary>Ends when it has seen an event.</summary>
    public Task HasSeenAsync(long number)
    {
        lock (_lock)
        {
            if (Seen >= number)
                return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = (number, done);
            return done.Task;
        }
    }

    private async Task WatchAsync(Product product, CancellationToken cancellation)
    {
        await foreach (var item in product.Client.RunFeed.ReadAsync(Run, cancel: cancellation))
        {
            var late = (DateTimeOffset.UtcNow - item.Time).TotalMilliseconds;
            lock (_lock)
            {
                if (item.N != Seen + 1)
                    Disorders++;
                Seen = item.N;
                _milliseconds.Add(late);
                if (_awaited is var (number, done) && Seen >= number)
                {
                    _awaited = null;
                    done.SetResult();
                }
            }

            _first.TrySetResult();
        }
    }
}
