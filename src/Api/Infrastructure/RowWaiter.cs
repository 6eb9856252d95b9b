using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Wakes requests that wait for a worker to answer a row.</summary>
internal abstract class RowWaiter : IDisposable
{
    private readonly Dictionary<Guid, List<Answer>> _expected = [];
    private readonly IDisposable _subscription;

    protected RowWaiter(NotificationListener listener, string channel) => _subscription = listener.Subscribe(channel, payload =>
    {
        lock (_expected)
            if (payload is null)
                foreach (var answer in _expected.Values.SelectMany(answers => answers))
                    answer.Wake();
            else if (Guid.TryParse(payload, out var id) && _expected.TryGetValue(id, out var answers))
                answers.ForEach(answer => answer.Wake());
    });

    /// <summary>Starts listening for one row; any number of requests may wait for it.</summary>
    public Answer Expect(Guid id)
    {
        var answer = new Answer(forgotten => Forget(id, forgotten));
        lock (_expected)
        {
            if (!_expected.TryGetValue(id, out var answers))
                _expected[id] = answers = [];
            answers.Add(answer);
        }

        return answer;
    }

    public void Dispose() => _subscription.Dispose();

    private void Forget(Guid id, Answer answer)
    {
        lock (_expected)
            if (_expected.TryGetValue(id, out var answers) && answers.Remove(answer) && answers.Count == 0)
                _expected.Remove(id);
    }

    /// <summary>The signal that a row was answered, or that it is worth looking.</summary>
    internal sealed class Answer(Action<Answer> forget) : IDisposable
    {
        private readonly SemaphoreSlim _signal = new(0);

        public void Wake() => _signal.Release();

        /// <summary>Returns when woken or when the time is up; which of the two, the row tells.</summary>
        public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _signal.WaitAsync(longest, cancellation);

        // Not the semaphore: a notification may still be on its way to it.
        public void Dispose() => forget(this);
    }
}
