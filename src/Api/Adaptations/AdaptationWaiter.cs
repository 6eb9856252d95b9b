using System.Collections.Concurrent;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Adaptations;

/// <summary>Wakes requests whose adaptation was answered.</summary>
internal sealed class AdaptationWaiter : IDisposable
{
    private readonly ConcurrentDictionary<Guid, Answer> _expected = new();
    private readonly IDisposable _subscription;

    public AdaptationWaiter(NotificationListener listener) =>
        _subscription = listener.Subscribe(Channels.Adaptations, payload =>
        {
            if (payload is null)
                foreach (var answer in _expected.Values)
                    answer.Wake();
            else if (Guid.TryParse(payload, out var id) && _expected.TryGetValue(id, out var answer))
                answer.Wake();
        });

    /// <summary>Starts listening for one adaptation.</summary>
    public Answer Expect(Guid id) => _expected[id] = new Answer(() => _expected.TryRemove(id, out _));

    public void Dispose() => _subscription.Dispose();

    /// <summary>The signal that an adaptation was answered, or that it is worth looking.</summary>
    internal sealed class Answer(Action forget) : IDisposable
    {
        private readonly SemaphoreSlim _signal = new(0);

        public void Wake() => _signal.Release();

        /// <summary>Returns when woken or when the time is up; which of the two, the row tells.</summary>
        public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _signal.WaitAsync(longest, cancellation);

        // Not the semaphore: a notification may still be on its way to it.
        public void Dispose() => forget();
    }
}
