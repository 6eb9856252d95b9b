using System.Collections.Concurrent;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Wakes requests that wait for a worker to answer a row.</summary>
internal abstract class RowWaiter : IDisposable
{
    private readonly ConcurrentDictionary<(Guid Id, object Request), Answer> _expected = new();
    private readonly IDisposable _subscription;

    protected RowWaiter(NotificationListener listener, string channel) =>
        _subscription = listener.Subscribe(channel, payload =>
        {
            foreach (var ((id, _), answer) in _expected)
                if (payload is null || payload == id.ToString())
                    answer.Wake();
        });

    /// <summary>Starts listening for one row; any number of requests may wait for one.</summary>
    public Answer Expect(Guid id)
    {
        var key = (id, new object());
        return _expected[key] = new Answer(() => _expected.TryRemove(key, out _));
    }

    public void Dispose() => _subscription.Dispose();

    /// <summary>The signal that a row was answered, or that it is worth looking.</summary>
    internal sealed class Answer(Action forget) : IDisposable
    {
        private readonly TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Wake() => _signal.TrySetResult();

        /// <summary>Returns when woken or when the time is up; which of the two, the row tells.</summary>
        public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation) =>
            await Task.WhenAny(_signal.Task, Task.Delay(longest, cancellation)).WaitAsync(cancellation);

        public void Dispose() => forget();
    }
}
