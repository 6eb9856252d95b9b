using WarpGrad.Jobs.Adaptations;

namespace WarpGrad.Jobs.Tests;

/// <summary>Callers whose work can be done in one go, and what becomes of each.</summary>
public sealed class StackGateTests
{
    private const string Kind = "kind";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Who_finds_nobody_at_work_goes_alone_and_those_who_come_meanwhile_go_together_in_the_order_they_came()
    {
        var works = new Works();
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var others = works.PassWaiting("b", "c", "d");
        works.Go(2);

        Assert.Equal("a alone", (await first).Text);
        Assert.Equal(["b of bcd", "c of bcd", "d of bcd"], (await Task.WhenAll(others)).Select(result => result.Text));
        Assert.Equal(["a", "bcd"], works.Begun);
    }

    [Fact]
    public async Task A_stack_is_no_larger_than_it_may_be_and_the_rest_goes_next()
    {
        var works = new Works { Most = 2 };
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var others = works.PassWaiting("b", "c", "d");
        works.Go(3);

        await Task.WhenAll([first, .. others]);

        Assert.Equal(["a", "bc", "d"], works.Begun);
    }

    [Fact]
    public async Task Nobody_waits_for_another_kind()
    {
        var works = new Works();
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var other = works.Pass("b", kind: "another");
        await works.BegunAsync(2);
        works.Go(2);

        await Task.WhenAll(first, other);

        Assert.Equal(["a", "b"], works.Begun);
    }

    [Fact]
    public async Task Once_all_are_gone_the_next_goes_alone_again()
    {
        var works = new Works();
        works.Go(2);

        Assert.Equal("a alone", (await works.Pass("a")).Text);
        Assert.Equal("b alone", (await works.Pass("b")).Text);
    }

    [Fact]
    public async Task Of_a_stack_that_fails_each_does_its_own_and_meets_its_own_failure()
    {
        var works = new Works { Failing = "c" };
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var others = works.PassWaiting("b", "c", "d");
        works.Go(5);

        Assert.Equal("a alone", (await first).Text);
        Assert.Equal("b alone", (await others[0]).Text);
        Assert.Equal("c fails", (await Assert.ThrowsAsync<InvalidOperationException>(() => others[1])).Message);
        Assert.Equal("d alone", (await others[2]).Text);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_waited_for_and_takes_nobody_along()
    {
        var works = new Works();
        using var stop = new CancellationTokenSource();
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var leaving = works.Pass("b", stop: stop.Token);
        works.AwaitWaiting(1);
        var staying = works.PassWaiting(already: 1, "c", "d");
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => leaving);
        works.Go(2);

        Assert.Equal(["c of cd", "d of cd"], (await Task.WhenAll(staying)).Select(result => result.Text));
        await first;
    }

    [Fact]
    public async Task What_is_done_for_somebody_who_is_gone_is_disposed()
    {
        var works = new Works();
        using var stop = new CancellationTokenSource();
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var leading = works.PassWaiting("b");
        var leaving = works.Pass("c", stop: stop.Token);
        works.AwaitWaiting(2);
        works.Go(1);
        await works.BegunAsync(2);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => leaving);
        works.Go(1);

        await Task.WhenAll([first, .. leading]);

        Assert.Equal(["c of bc"], works.Made.Where(result => result.Disposed).Select(result => result.Text));
    }

    [Fact]
    public async Task Where_the_one_who_does_the_work_is_stopped_the_others_do_their_own()
    {
        var works = new Works();
        using var stop = new CancellationTokenSource();
        var first = works.Pass("a");
        await works.BegunAsync(1);
        var leading = works.Pass("b", stop: stop.Token);
        works.AwaitWaiting(1);
        var others = works.PassWaiting(already: 1, "c", "d");
        works.Go(1);
        await works.BegunAsync(2);
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => leading);
        works.Go(2);

        Assert.Equal(["c alone", "d alone"], (await Task.WhenAll(others)).Select(result => result.Text));
        await first;
    }

    private sealed class Result(string text) : IDisposable
    {
        public string Text => text;

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    /// <summary>A gate whose works begin when callers come and end when the test says so.</summary>
    private sealed class Works
    {
        private readonly StackGate<string, Result> _gate;
        private readonly SemaphoreSlim _begun = new(0), _go = new(0);
        private readonly List<string> _works = [];
        private readonly List<Result> _made = [];
        private int _seen;

        public Works() => _gate = new((item, stop) => Work(item, [item], stop)[0], (items, stop) => Work(string.Concat(items), items, stop));

        public int Most { get; init; } = 32;

        public string? Failing { get; init; }

        public IReadOnlyList<string> Begun => _works;

        public IReadOnlyList<Result> Made => _made;

        public Task<Result> Pass(string item, string kind = Kind, CancellationToken stop = default) =>
            Task.Factory.StartNew(() => _gate.Pass(kind, item, Most, stop).Result, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public Task<Result>[] PassWaiting(params string[] items) => PassWaiting(0, items);

        public Task<Result>[] PassWaiting(int already, params string[] items) => [.. items.Select((item, i) =>
        {
            var passing = Pass(item);
            AwaitWaiting(already + i + 1);
            return passing;
        })];

        public void AwaitWaiting(int count) => Assert.True(SpinWait.SpinUntil(() => _gate.Waiting == count, Patience), $"{count} are waiting.");

        public async Task BegunAsync(int works)
        {
            for (; _seen < works; _seen++)
                Assert.True(await _begun.WaitAsync(Patience), $"Work {works} has begun.");
        }

        public void Go(int works) => _go.Release(works);

        private Result[] Work(string name, IReadOnlyList<string> items, CancellationToken stop)
        {
            lock (_works)
                _works.Add(name);
            _begun.Release();
            Assert.True(_go.Wait(Patience, stop), "The test lets every work end.");
            if (Failing is { } failing && name.Contains(failing, StringComparison.Ordinal))
                throw new InvalidOperationException($"{name} fails");
            Result[] results = [.. items.Select(item => new Result(items.Count == 1 ? $"{item} alone" : $"{item} of {name}"))];
            lock (_works)
                _made.AddRange(results);
            return results;
        }
    }
}
