using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Jobs.Models;
using WarpGrad.Jobs.Runs;
using WarpGrad.Jobs.Tests.Survival;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>What becomes of a run in one worker's hands.</summary>
public sealed class MetaTrainingJobTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly JobDatabase _database = new();
    private readonly WorkerOptions _options = new() { LeaseTimeoutSeconds = 2, DeathsAllowed = 1 };

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_run_that_workers_left_because_the_disk_was_full_is_trained_when_there_is_room()
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec);
        await using (await FullTable.MakeAsync(_database, "run_events"))
            for (var lease = 1; lease <= 2; lease++)
            {
                await WorkAsync();
                Assert.Equal((RunState.Running, lease), await StateAsync(id));
                await SilentAsync(id);
            }

        await WorkAsync();

        Assert.Equal((RunState.Succeeded, 3), await StateAsync(id));
    }

    [Fact]
    public async Task A_worker_that_lost_its_run_while_the_database_could_not_be_reached_counts_as_no_death()
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec with
        {
            OuterLoop = new OuterLoopSpec { MetaSteps = 1_000_000 },
            Evaluation = JobDatabase.Spec.Evaluation with { CheckpointInterval = 1_000_000 },
        });
        var work = Task.Run(WorkAsync);
        await Eventually.GetAsync(() => _database.FindAsync(id), run => run.Step > 0, Patience, "the run is trained");
        await using (await FullTable.MakeAsync(_database, "runs"))
            await Task.Delay(3 * _options.LeaseTimeout);
        await work.WaitAsync(Patience);
        await SilentAsync(id);

        await using var context = _database.Context();
        var next = await new RunLeaseStore(context).AcquireAsync("another", "1", ComputeDevices.ServedBy(ComputeDevices.Cpu), _options.LeaseTimeout, CancellationToken.None);

        Assert.Equal((id, 0), (next?.RunId, next?.Deaths));
    }

    [Theory]
    [InlineData(RunState.Cancelling, RunState.Cancelled)]
    [InlineData(RunState.Pausing, RunState.Paused)]
    public async Task A_run_that_people_stop_is_put_down_as_they_want_however_many_workers_died_on_it(RunState wish, RunState expected)
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec);
        await _database.ExecuteAsync($"""UPDATE runs SET "State" = '{wish}', "LeaseRenewedAt" = now() - interval '1 hour', "FruitlessTakeovers" = 5""");

        await WorkAsync();

        Assert.Equal((expected, 1), await StateAsync(id));
    }

    [Fact]
    public async Task A_run_that_people_stop_is_put_down_by_a_worker_without_the_device_it_asks_for()
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec with { Device = "cuda:7" });
        // The worker hears late what people want.
        await _database.ExecuteAsync(
            """
            UPDATE runs SET "State" = 'Pausing', "LeaseRenewedAt" = now() - interval '1 hour';
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$;
            CREATE TRIGGER dawdle BEFORE UPDATE ON runs FOR EACH ROW WHEN (NEW."LeaseRenewedAt" <> OLD."LeaseRenewedAt" AND NEW."LeaseEpoch" = OLD."LeaseEpoch")
                EXECUTE FUNCTION dawdle();
            """);

        await WorkAsync();

        Assert.Equal((RunState.Paused, 1), await StateAsync(id));
    }

    private async Task<(RunState State, long Epoch)> StateAsync(Guid id)
    {
        var run = await _database.FindAsync(id);
        return (run.State, run.LeaseEpoch);
    }

    private Task SilentAsync(Guid id) => Eventually.TrueAsync(
        async () => await _database.QueryAsync<bool>($"""SELECT "LeaseRenewedAt" < now() - interval '2 seconds' FROM runs WHERE "Id" = '{id}'"""), Patience, "the lease has run out");

    /// <summary>A worker draws a ticket.</summary>
    private async Task WorkAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database.Environment().Values.Single());
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton(TimeProvider.System).AddSingleton(Options.Create(_options)).AddScoped(_ => _database.Context())
            .AddSingleton(new NotificationListener(source, NullLogger<NotificationListener>.Instance)).AddSingleton<IBackgroundJobClient, NoTickets>()
            .AddScoped<RunLeaseStore>().AddScoped<RunLoader>().AddScoped<RunJournal>().AddScoped<ModelRegistrar>().AddScoped<ModelShelf>().AddScoped<RunAccess>()
            .AddScoped<RunEventStore>().AddScoped<BlobStore>().AddScoped<CheckpointRetention>().AddScoped<MetaTrainingJob>().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MetaTrainingJob>().WorkAsync(CancellationToken.None);
    }

    private sealed class NoTickets : IBackgroundJobClient
    {
        public string Create(Job job, IState state) => "";

        public bool ChangeState(string jobId, IState state, string expectedState) => true;
    }
}
