using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Workers;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Fleet;

/// <summary>Several workers on one database.</summary>
public sealed class FleetTests(FleetFixture fixture) : IClassFixture<FleetFixture>, IAsyncLifetime
{
    private readonly Product _product = fixture.Product;

    public Task InitializeAsync() => _product.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Three_workers_share_a_queue_and_each_run_is_executed_once()
    {
        const int count = 15;
        var runs = new List<RunSummary>();
        foreach (var number in Enumerable.Range(1, count))
            runs.Add(await _product.SubmitAsync($"Run {number}", 40, seed: number));
        // However busy the machine, none shall count as lost here.
        foreach (var _ in Enumerable.Range(1, 3))
            _product.StartAnotherWorker(new Dictionary<string, string> { ["Worker__LeaseTimeoutSeconds"] = "60" });

        foreach (var run in runs)
        {
            await _product.SuccessAsync(run.Id);
            Assert.Equal((1, 1), (await _product.LeasesAsync(run.Id), await _product.VersionsAsync(run.Id)));
            var events = await _product.SoundEventsAsync(run.Id);
            Assert.Single(events, e => e.Kind == RunEventKinds.State && e.Read<RunStateChanged>().State == RunState.Running);
        }

        var workers = (await _product.Client.Administration.WorkersAsync()).Items;
        Assert.Equal(3, workers.Count(w => w.State == WorkerState.Active));
        Assert.All(workers, w => Assert.Equal(["training", "housekeeping"], w.Queues));
    }

    [Fact]
    public async Task A_run_that_nobody_can_take_says_what_is_missing()
    {
        var run = await _product.SubmitAsync("Wants a GPU", SmallRuns.Endless);
        Assert.Equal(QueueObstacle.NoWorker, await ObstacleAsync());

        await _product.Database.ExecuteAsync($"""UPDATE runs SET "Spec" = jsonb_set("Spec", ARRAY['device'], to_jsonb('cuda:7'::text)) WHERE "Id" = '{run.Id}'""");
        _product.StartTrainingWorker();
        await Eventually.TrueAsync(async () => await ObstacleAsync() == QueueObstacle.NoSuchDevice, ProductFixture.Patience, "a worker without a GPU is there");

        var other = await _product.SubmitAsync("Takes any device", 10);
        Assert.Null(other.Obstacle);
        await _product.SuccessAsync(other.Id);

        async Task<QueueObstacle?> ObstacleAsync() => (await _product.Client.Runs.GetAsync(run.Id)).Summary.Obstacle;
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_leave_puts_its_run_down_with_a_checkpoint_and_another_one_goes_on()
    {
        var leaving = _product.StartAnotherWorker();
        var run = await _product.SubmitAsync("Handed over", SmallRuns.Endless);
        await _product.HasCheckpointAsync(run.Id);
        var worker = (await _product.Client.Administration.WorkersAsync()).Items.Single();
        Assert.Equal((WorkerState.Active, run.Id), (worker.State, worker.Work.Single().Run));

        await _product.Client.Administration.DrainWorkerAsync(worker.Id);
        await _product.Client.Administration.DrainWorkerAsync(worker.Id);

        Assert.Equal(0, await leaving.ExitAsync());
        var left = (await _product.Client.Administration.WorkersAsync(gone: true)).Items.Single();
        Assert.Equal((worker.Id, WorkerState.Gone), (left.Id, left.State));
        Assert.Equal(RunState.Queued, (await _product.Client.Runs.GetAsync(run.Id)).Summary.State);
        var checkpoint = (await _product.Client.Runs.CheckpointsAsync(run.Id))[0].Step;
        _product.StartAnotherWorker();
        await Eventually.TrueAsync(
            async () => await _product.Client.Runs.AllEventsAsync(run.Id).AnyAsync(e => e.Kind == RunEventKinds.Resumed && e.Read<RunResumed>().Step == checkpoint),
            ProductFixture.Patience, "another worker goes on from the checkpoint");
        await _product.Client.Runs.CancelAsync(run.Id);
        await _product.EndAsync(run.Id);
        await _product.SoundEventsAsync(run.Id);
    }

    [Fact]
    public async Task A_worker_that_is_terminated_leaves_like_one_that_is_asked_to()
    {
        var leaving = _product.StartAnotherWorker();
        var run = await _product.SubmitAsync("Put down", SmallRuns.Endless);
        await _product.HasCheckpointAsync(run.Id);

        await leaving.SignalAsync("TERM");

        Assert.Equal(0, await leaving.ExitAsync());
        Assert.Equal(RunState.Queued, (await _product.Client.Runs.GetAsync(run.Id)).Summary.State);
        Assert.Equal(WorkerState.Gone, (await _product.Client.Administration.WorkersAsync(gone: true)).Items.Single().State);
    }

    [Fact]
    public async Task A_worker_that_was_killed_counts_as_lost_and_cannot_be_asked_anything()
    {
        var killed = _product.StartAnotherWorker();
        var worker = (await Eventually.GetAsync(
            () => _product.Client.Administration.WorkersAsync(), found => found.Items.Count == 1, ProductFixture.Patience, "the worker is entered")).Items.Single();

        await killed.KillAsync();

        await Eventually.TrueAsync(
            async () => (await _product.Client.Administration.WorkersAsync()).Items.Single().State == WorkerState.Lost, ProductFixture.Patience, "the worker counts as lost");
        var refused = await Assert.ThrowsAsync<WarpGrad.Client.WarpGradException>(() => _product.Client.Administration.DrainWorkerAsync(worker.Id));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Status);
    }
}
