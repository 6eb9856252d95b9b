using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Runs;
using WarpGrad.Jobs.Runs;
using WarpGrad.Jobs.Tests.Survival;

namespace WarpGrad.Jobs.Tests;

/// <summary>What a worker writes about its run, when others have changed the run meanwhile.</summary>
public sealed class RunJournalTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    [Theory]
    [InlineData(RunState.Running, RunState.Queued)]
    [InlineData(RunState.Pausing, RunState.Paused)]
    [InlineData(RunState.Cancelling, RunState.Cancelled)]
    public async Task A_run_that_is_put_down_ends_as_people_want_by_then(RunState wish, RunState expected)
    {
        var lease = await LeasedAsync(wish);

        Assert.Equal(expected, await WithJournalAsync(journal => journal.PutDownAsync(lease, RunState.Queued, CancellationToken.None)));

        var run = await database.FindAsync(lease.RunId);
        Assert.Equal((expected, expected.IsFinal()), (run.State, run.FinishedAt is not null));
    }

    [Fact]
    public async Task A_worker_that_lost_its_run_does_not_put_it_down()
    {
        var lease = await LeasedAsync(RunState.Running);

        Assert.Null(await WithJournalAsync(journal => journal.PutDownAsync(lease with { Epoch = lease.Epoch - 1 }, RunState.Queued, CancellationToken.None)));

        Assert.Equal(RunState.Running, (await database.FindAsync(lease.RunId)).State);
    }

    [Fact]
    public async Task A_worker_that_lost_its_run_while_loading_leaves_the_metrics_of_the_new_one_alone()
    {
        var lease = await LeasedAsync(RunState.Running);
        RunReport[] batch = [new(new NewRunEvent(RunEventKinds.Metrics, new RunMetrics(5, 10, new Dictionary<string, double>(), null, "cpu", 0)), 5, null, null)];
        Assert.True(await WithJournalAsync(journal => journal.WriteAsync(lease, batch, CancellationToken.None)));

        Assert.False(await WithJournalAsync(journal => journal.BeginAsync(lease with { Epoch = lease.Epoch - 1 }, 0, RunState.Running, CancellationToken.None)));

        Assert.Equal(5, (await database.FindAsync(lease.RunId)).Step);
        await using var context = database.Context();
        Assert.False((await context.RunEvents.SingleAsync(e => e.RunId == lease.RunId)).Superseded);
    }

    private async Task<RunLease> LeasedAsync(RunState state)
    {
        var id = await database.QueueAsync("run", JobDatabase.Spec);
        await using var context = database.Context();
        await context.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state).SetProperty(r => r.LeaseEpoch, 2));
        return new RunLease(id, 2);
    }

    private async Task<T> WithJournalAsync<T>(Func<RunJournal, Task<T>> write)
    {
        await using var context = database.Context();
        return await write(Journal(context));
    }

    private static RunJournal Journal(WarpGradDbContext context)
    {
        var blobs = new BlobStore(context, TimeProvider.System);
        var retention = new CheckpointRetention(context, blobs, Options.Create(new WorkerOptions()));
        return new RunJournal(context, new RunEventStore(context), blobs, retention, TimeProvider.System);
    }
}
