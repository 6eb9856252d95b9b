using System.Globalization;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>What workers suffer, and what becomes of their work.</summary>
[Collection(FaultCollection.Name)]
public sealed class WorkerFaultTests(FaultFixture fixture)
{
    private Product Product => fixture.Product;

    [Fact]
    public async Task An_import_whose_worker_is_killed_is_done_once_by_another()
    {
        var killed = Product.StartAnotherWorker();
        // The import waits at its last step, so that it is in the middle whenever the worker dies.
        await using (var gate = await Gate.CloseAsync(Product.Database, "dataset_versions"))
        {
            var uploaded = await Product.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("orphaned"), new MemoryStream(TinyImages.Zip()));
            await gate.SomebodyWaitsAsync();
            await killed.KillAsync();
            await using var other = Product.StartAnotherWorker();
            await gate.OpenAsync();

            var ready = await Product.ImportedAsync(uploaded.Id);

            Assert.Equal(DatasetState.Ready, ready.State);
            Assert.Equal(1, await Product.Database.QueryAsync<long>($"""SELECT count(*) FROM dataset_versions WHERE "DatasetId" = '{uploaded.Id}'"""));
            Assert.Equal(0, await Product.LooseChunksAsync());
        }
    }

    [Fact]
    public async Task An_import_on_which_as_many_workers_died_as_may_fails_and_says_so()
    {
        const int Allowed = 2;
        var settings = new Dictionary<string, string> { ["Worker__DeathsAllowed"] = $"{Allowed}" };
        var uploaded = await Product.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("fatal"), new MemoryStream(TinyImages.Zip()));
        for (var life = 1; life <= Allowed; life++)
        {
            await using var gate = await Gate.CloseAsync(Product.Database, "dataset_versions");
            var killed = Product.StartAnotherWorker(settings);
            await gate.SomebodyWaitsAsync();
            await killed.KillAsync();
            // Only now does the database notice that the worker is gone, and let go of the import.
            await gate.OpenAsync();
        }

        await using var last = Product.StartAnotherWorker(settings);
        var failed = await Product.ImportedAsync(uploaded.Id);

        Assert.Equal(DatasetState.Failed, failed.State);
        Assert.StartsWith($"The import was begun {Allowed} times and came to no end", failed.FailureReason, StringComparison.Ordinal);
        Assert.Equal(0, await Product.LooseChunksAsync());
    }

    [Fact]
    public async Task An_import_whose_job_was_lost_is_taken_up_again()
    {
        var uploaded = await Product.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("forgotten"), new MemoryStream(TinyImages.Zip()));
        await Product.Database.ExecuteAsync("DELETE FROM hangfire.jobqueue WHERE queue = 'housekeeping'");

        await using var worker = Product.StartAnotherWorker();
        var ready = await Product.ImportedAsync(uploaded.Id);

        Assert.Equal(DatasetState.Ready, ready.State);
    }

    [Fact]
    public async Task A_lock_that_a_dead_worker_left_on_a_job_keeps_nobody_from_it_for_long()
    {
        var uploaded = await Product.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("locked"), new MemoryStream(TinyImages.Zip()));
        await Product.Database.ExecuteAsync(
            """
            INSERT INTO hangfire.lock (resource, acquired)
            SELECT 'hangfire:job:' || max(jobid) || ':state-lock', now() FROM hangfire.jobqueue WHERE queue = 'housekeeping'
            """);

        await using var worker = Product.StartAnotherWorker();
        var ready = await Product.ImportedAsync(uploaded.Id);

        Assert.Equal(DatasetState.Ready, ready.State);
    }

    [Fact]
    public async Task An_import_that_no_try_can_bring_to_an_end_fails_with_a_sentence()
    {
        var uploaded = await Product.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("sideways"), new MemoryStream(TinyImages.Zip()));
        await Product.Database.ExecuteAsync($"""UPDATE datasets SET "Side" = -1 WHERE "Id" = '{uploaded.Id}'""");

        await using var worker = Product.StartAnotherWorker();
        var failed = await Product.ImportedAsync(uploaded.Id);

        Assert.Equal(DatasetState.Failed, failed.State);
        Assert.Contains("unexpected error", failed.FailureReason, StringComparison.Ordinal);
        Assert.Equal(0, await Product.LooseChunksAsync());
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_its_worker_pauses_it_ends_cancelled()
    {
        await using var worker = Product.StartAnotherWorker();
        var run = await Product.SubmitAsync("Paused, then cancelled", SmallRuns.Endless);
        await Product.HasCheckpointAsync(run.Id);
        // Its last checkpoint cannot be stored, so that it stays in its worker's hands.
        await using (var gate = await Gate.CloseAsync(Product.Database, "checkpoints"))
        {
            await Product.Client.Runs.PauseAsync(run.Id);
            await gate.SomebodyWaitsAsync();
            await Product.Client.Runs.CancelAsync(run.Id);
            await gate.OpenAsync();
        }

        Assert.Equal(RunState.Cancelled, (await Product.EndAsync(run.Id)).Summary.State);
        await Product.SoundEventsAsync(run.Id);
    }

    [Fact]
    public async Task A_frozen_worker_that_wakes_after_its_lease_has_run_out_writes_nothing_more()
    {
        await using var frozen = Product.StartAnotherWorker();
        var run = await Product.SubmitAsync("Taken over", SmallRuns.Endless);
        await Product.HasCheckpointAsync(run.Id);

        await frozen.SignalAsync("STOP");
        await using var other = Product.StartAnotherWorker();
        await Eventually.TrueAsync(
            async () => await Product.Client.Runs.AllEventsAsync(run.Id).AnyAsync(e => e.Kind == RunEventKinds.Resumed), ProductFixture.Patience, "another worker goes on with the run");
        await frozen.SignalAsync("CONT");
        await Eventually.TrueAsync(() => Task.FromResult(frozen.Output.Contains("was lost", StringComparison.Ordinal)), ProductFixture.Patience, "the old owner has noticed");
        await Product.Client.Runs.CancelAsync(run.Id);

        Assert.Equal(RunState.Cancelled, (await Product.EndAsync(run.Id)).Summary.State);
        var events = await Product.SoundEventsAsync(run.Id);
        Assert.Equal(await Product.LeasesAsync(run.Id) - 1, events.Count(e => e.Kind == RunEventKinds.Resumed));
        // A step that is validated, too, is told of twice; what is told of it differs.
        var points = events.Reverse().TakeWhile(e => e.Kind != RunEventKinds.Resumed).Reverse().Where(e => e.Kind == RunEventKinds.Metrics)
            .Select(e => e.Read<RunMetrics>()).SelectMany(metrics => metrics.Values.Keys.Select(name => (metrics.Step, name))).ToList();
        Assert.Equal(points.Distinct().OrderBy(point => point.Step), points);
    }

    [Fact]
    public async Task Progress_and_control_arrive_after_every_listening_connection_was_cut()
    {
        await using var worker = Product.StartAnotherWorker();
        var run = await Product.SubmitAsync("Cut off", SmallRuns.Endless);
        await Product.HasCheckpointAsync(run.Id);
        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        var numbers = new List<long>();
        var cut = 0L;
        await foreach (var item in Product.Client.RunFeed.ReadAsync(run.Id, cancel: patience.Token))
        {
            numbers.Add(item.N);
            if (cut == 0 && item.Kind == RunEventKinds.Checkpoint)
                cut = await Product.Database.QueryAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'warpgrad listener'");
            else if (cut > 0 && item.Kind == RunEventKinds.Metrics)
                break;
        }

        await Product.Client.Runs.CancelAsync(run.Id);
        Assert.Equal(2, cut);
        Assert.Equal(RunState.Cancelled, (await Product.EndAsync(run.Id)).Summary.State);
        await foreach (var item in Product.Client.RunFeed.ReadAsync(run.Id, numbers[^1], cancel: patience.Token))
            numbers.Add(item.N);
        Assert.Equal((await Product.SoundEventsAsync(run.Id)).Select(e => e.N), numbers);
    }

    [Fact]
    public async Task Workers_whose_clocks_are_wrong_keep_their_leases_and_write_the_right_times()
    {
        var before = await NowAsync();
        await using var ahead = Product.StartAnotherWorker(WrongBy(TimeSpan.FromHours(1)));
        await using var behind = Product.StartAnotherWorker(WrongBy(TimeSpan.FromHours(-1)));
        var runs = new[] { await Product.SubmitAsync("One", 300), await Product.SubmitAsync("Two", 300) };

        foreach (var run in runs)
        {
            var ended = await Product.SuccessAsync(run.Id);
            Assert.Equal(1, await Product.LeasesAsync(run.Id));
            var model = await Product.Client.Models.GetAsync(Product.Team, ended.Summary.Model!.Slug);
            var checkpoints = await Product.Client.Runs.CheckpointsAsync(run.Id);
            DateTimeOffset[] times =
            [
                .. (await Product.SoundEventsAsync(run.Id)).Select(e => e.Time), .. checkpoints.Select(c => c.CreatedAt),
                ended.Summary.StartedAt!.Value, ended.Summary.FinishedAt!.Value, .. model.Versions.Select(v => v.CreatedAt),
            ];
            // The machine's clock is set by the database's to within a network's delay.
            var slack = TimeSpan.FromSeconds(5);
            Assert.All(times, time => Assert.InRange(time, before - slack, DateTimeOffset.UtcNow + slack));
        }
    }

    private static Dictionary<string, string> WrongBy(TimeSpan shift) => new()
    {
        ["Clock__ShiftSeconds"] = shift.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        // However busy the machine, neither takes a run from the other.
        ["Worker__LeaseTimeoutSeconds"] = "60",
    };

    private Task<DateTime> NowAsync() => Product.Database.QueryAsync<DateTime>("SELECT clock_timestamp()");
}
