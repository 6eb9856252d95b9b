using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Progress;

/// <summary>Tells subscribers what changed in their team; many changes of one thing within a second become one.</summary>
internal sealed class TeamFeeds : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, Subscriber> _subscribers = new();
    private readonly IDisposable _subscription;

    public TeamFeeds(NotificationListener listener) => _subscription = listener.Subscribe(Channels.TeamChanges, OnNotification);

    /// <summary>Changes of a team, beginning with one that says that the subscription stands.</summary>
    public async IAsyncEnumerable<TeamChange> StreamAsync(Guid teamId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var key = Guid.NewGuid();
        var subscriber = _subscribers[key] = new Subscriber(teamId);
        subscriber.Add(Connected);
        try
        {
            while (true)
            {
                foreach (var change in await subscriber.TakeAsync(cancellation))
                    yield return change;
                await Task.Delay(Pace, cancellation);
            }
        }
        finally
        {
            _subscribers.TryRemove(key, out _);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private static TeamChange Connected { get; } = new(TeamChangeKinds.Connected, Guid.Empty);

    private void OnNotification(string? payload)
    {
        if (payload is null)
        {
            foreach (var subscriber in _subscribers.Values)
                subscriber.Add(Connected);
        }
        else if (payload.Split(' ') is [var team, var kind, var id])
        {
            var teamId = Guid.Parse(team);
            foreach (var subscriber in _subscribers.Values.Where(s => s.TeamId == teamId))
                subscriber.Add(new TeamChange(kind, Guid.Parse(id)));
        }
    }

    private sealed class Subscriber(Guid teamId)
    {
        private readonly Lock _lock = new();
        private readonly SemaphoreSlim _signal = new(0, 1);
        private HashSet<TeamChange> _pending = [];

        public Guid TeamId { get; } = teamId;

        public void Add(TeamChange change)
        {
            lock (_lock)
                if (_pending.Add(change) && _signal.CurrentCount == 0)
                    _signal.Release();
        }

        public async Task<IReadOnlyCollection<TeamChange>> TakeAsync(CancellationToken cancellation)
        {
            await _signal.WaitAsync(cancellation);
            lock (_lock)
            {
                var taken = _pending;
                _pending = [];
                return taken;
            }
        }
    }
}
