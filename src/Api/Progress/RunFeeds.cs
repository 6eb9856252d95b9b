using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Progress;

/// <summary>Streams run events to any number of subscribers: history first, then live, without gap or repeat.</summary>
internal sealed partial class RunFeeds : IDisposable
{
    /// <summary>Events read from the database at once.</summary>
    public const int PageSize = 1000;

    // Those who come back after a restart of the server stand a little apart: one reading serves them all.
    private const int Margin = 500;

    // Looks again without a notification, in case the database dropped one with a connection.
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<RunFeeds> _logger;
    private readonly IDisposable _subscription;
    private readonly ITimer _recheck;
    private readonly Dictionary<Guid, RunTail> _tails = [];

    public RunFeeds(IServiceScopeFactory scopes, NotificationListener listener, TimeProvider time, ILogger<RunFeeds> logger)
    {
        (_scopes, _logger) = (scopes, logger);
        _subscription = listener.Subscribe(Channels.RunEvents, OnNotification);
        _recheck = time.CreateTimer(_ => OnNotification(null), null, Recheck, Recheck);
    }

    /// <summary>Events with numbers above <paramref name="after"/>; ends after the event that makes the run final, or when the run is deleted.</summary>
    /// <param name="runId">The run, already checked against the caller.</param>
    /// <param name="after">Last number the subscriber has seen.</param>
    /// <param name="last">Number of the run's last event when it was final at the check; null when it was not.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<SharedEvent> StreamAsync(
        Guid runId, long after, long? last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var tail = Acquire(runId, after);
        try
        {
            while (last is null || after < last)
            {
                var grown = tail.Grown();
                var batch = tail.After(after) ?? await ReadAsync(runId, after);
                foreach (var item in batch)
                {
                    yield return item;
                    after = item.N;
                    // A run that failed and was tried again has events after that.
                    if (item.N == batch[^1].N && item.IsLast)
                        yield break;
                }

                if (batch.Count > 0)
                    continue;
                if (tail.IsGone)
                    yield break;
                await grown.WaitAsync(cancellation);
            }
        }
        finally
        {
            Release(runId, tail);
        }
    }

    public void Dispose()
    {
        _recheck.Dispose();
        _subscription.Dispose();
    }

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
            {
                _tails[runId] = tail = new RunTail(from => ReadOrMissAsync(runId, from), exception => NotRead(_logger, runId, exception), Math.Max(0, after - Margin));
                tail.Notify();
            }

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

    /// <summary>Events after a number; null when there are none because there is no such run.</summary>
    private async Task<IReadOnlyList<SharedEvent>?> ReadOrMissAsync(Guid runId, long after)
    {
        var events = await ReadAsync(runId, after);
        if (events.Count > 0)
            return events;
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WarpGradDbContext>().Runs.AnyAsync(r => r.Id == runId) ? events : null;
    }

    private async Task<IReadOnlyList<SharedEvent>> ReadAsync(Guid runId, long after)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var events = await scope.ServiceProvider.GetRequiredService<RunEventStore>().ReadAsync(runId, after, PageSize, null, CancellationToken.None);
        return [.. events.Select(item => new SharedEvent(item))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of run {RunId} could not be read; trying again.")]
    private static partial void NotRead(ILogger logger, Guid runId, Exception exception);
}
