using WarpGrad.Client.Progress;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Tests;

/// <summary>What ends a feed, and what does not.</summary>
public sealed class FeedTests
{
    private readonly Guid _run = Guid.NewGuid();
    private readonly List<FeedState> _states = [];

    [Fact]
    public async Task A_request_that_times_out_is_a_loss_and_the_feed_goes_on()
    {
        FeedState[]? whenAsked = null;
        var server = new MadeUpServer(asked =>
        {
            if (asked != $"GET runs/{_run}")
                return null;
            if (whenAsked is not null)
                return MadeUpServer.Detail(_run, RunState.Succeeded);
            whenAsked = [.. _states];
            throw MadeUpServer.Timeout();
        });

        Assert.Empty(await server.Client().RunFeed.ReadAsync(_run, report: _states.Add).ToListAsync());

        Assert.Equal([FeedState.Connecting, FeedState.Reconnecting], whenAsked);
        Assert.Equal([FeedState.Connecting, FeedState.Reconnecting, FeedState.Reconnecting, FeedState.Ended], _states);
    }

    [Fact]
    public async Task The_callers_own_cancellation_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var server = new MadeUpServer(asked =>
        {
            if (asked != $"GET runs/{_run}")
                return null;
            stop.Cancel();
            throw MadeUpServer.Timeout();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().RunFeed.ReadAsync(_run, cancel: stop.Token).ToListAsync().AsTask());

        Assert.Single(server.Asked, $"GET runs/{_run}");
    }
}
