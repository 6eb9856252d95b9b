using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Integration.Tests;

/// <summary>Live progress over the hub.</summary>
[Collection(ProductCollection.Name)]
public sealed class ProgressTests(ProductFixture fixture)
{
    [Fact]
    public async Task A_plain_SignalR_client_gets_history_and_then_live_events_to_the_end()
    {
        var run = await fixture.SubmitAsync("Watched", 20);
        await using var hub = await ConnectAsync();

        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        var events = new List<RunEvent>();
        await foreach (var item in hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, run.Id, 0L, patience.Token))
            events.Add(item);

        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.N));
        Assert.Equal(RunState.Queued, events[0].Read<RunStateChanged>().State);
        Assert.Equal(RunState.Succeeded, events[^1].Read<RunStateChanged>().State);
        Assert.Contains(events, e => e.Kind == RunEventKinds.Metrics);
        Assert.Contains(events, e => e.Kind == RunEventKinds.Model);
    }

    [Fact]
    public async Task A_feed_survives_a_restart_of_the_Api_without_gap_or_repeat()
    {
        var run = await fixture.SubmitAsync("Watched through a restart", 40);
        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        var numbers = new List<long>();
        var restarted = false;
        await foreach (var item in fixture.Client.RunFeed.ReadAsync(run.Id, 0, cancel: patience.Token))
        {
            numbers.Add(item.N);
            if (restarted || item.Kind != RunEventKinds.Metrics)
                continue;
            restarted = true;
            await fixture.Product.Api.KillAsync();
            fixture.Product.StartApi();
            await fixture.Product.WaitUntilReadyAsync();
        }

        Assert.True(restarted);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Equal((await fixture.Client.Runs.GetAsync(run.Id)).LastEvent, numbers[^1]);
    }

    [Fact]
    public async Task Who_names_an_event_that_is_yet_to_come_keeps_nobody_from_live_events()
    {
        var run = await fixture.SubmitAsync("Watched from beyond its end", 100_000);
        await using var hub = await ConnectAsync();
        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        await using var beyond = hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, run.Id, long.MaxValue, patience.Token).GetAsyncEnumerator();

        Assert.True(await beyond.MoveNextAsync());
        var numbers = new List<long>();
        await foreach (var item in hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, run.Id, 0L, patience.Token))
        {
            numbers.Add(item.N);
            if (item.N > beyond.Current.N)
                break;
        }

        await fixture.Client.Runs.CancelAsync(run.Id);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task Whoever_watches_a_run_that_is_deleted_is_told_that_there_is_none()
    {
        var run = await fixture.SubmitAsync("Watched till it was deleted", 100_000);
        using var patience = new CancellationTokenSource(ProductFixture.Patience);

        var told = await Assert.ThrowsAsync<WarpGradException>(async () =>
        {
            await foreach (var item in fixture.Client.RunFeed.ReadAsync(run.Id, cancel: patience.Token))
                if (item.N == 1)
                    await fixture.Client.Runs.PauseAsync(run.Id);
                else if (item.Kind == RunEventKinds.State && item.Read<RunStateChanged>().State == RunState.Paused)
                    await fixture.Client.Runs.DeleteAsync(run.Id);
        });

        Assert.Equal(HttpStatusCode.NotFound, told.Status);
    }

    [Fact]
    public async Task Somebody_elses_run_cannot_be_watched()
    {
        await using var hub = await ConnectAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var _ in hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, Guid.NewGuid(), 0L))
            {
            }
        });
    }

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(fixture.Product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(fixture.Product.Token))
            .Build();
        await hub.StartAsync();
        return hub;
    }
}
