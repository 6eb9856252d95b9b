using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests.Survival;

/// <summary>Runs that take their worker with them.</summary>
public sealed class FatalRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_run_on_which_three_workers_died_before_a_checkpoint_fails_and_says_so()
    {
        var id = await _database.QueueAsync("fatal", JobDatabase.Spec with
        {
            OuterLoop = new OuterLoopSpec { MetaSteps = 1_000_000 },
            Evaluation = JobDatabase.Spec.Evaluation with { CheckpointInterval = 1_000_000 },
        });
        await using var worker = new Worker(_database);
        for (var life = 1; life <= 3; life++)
        {
            worker.Start();
            await Eventually.GetAsync(() => _database.FindAsync(id), run => run.LeaseEpoch == life && run.Step > 0, Patience, $"worker {life} trains the run");
            await worker.KillAsync();
        }

        worker.Start();
        var ended = await Eventually.GetAsync(() => _database.FindAsync(id), run => run.State.IsFinal(), Patience, "the run has ended");

        Assert.Equal(RunState.Failed, ended.State);
        Assert.StartsWith("Its worker died 3 times in a row near step ", ended.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_does_not_fit_into_memory_fails_at_once_and_its_worker_trains_the_next()
    {
        // Zeros share one chunk, so that a dataset larger than the worker's memory costs the database nothing.
        const int side = 1024, images = 128;
        var large = new PackedImages(new byte[images * side * side], 1, side, side, StoredRuns.Images().Classes, "zeros");
        var id = await _database.QueueAsync("too large", new RunSpec { Task = new TaskSpec { Ways = 3, Shots = 1, Queries = 2 } }, await _database.StoreAsync(large));
        var small = await _database.QueueAsync("small", JobDatabase.Spec);
        await using var worker = new Worker(_database, ("DOTNET_GCHeapHardLimit", "6400000"));

        worker.Start();
        var failed = await Eventually.GetAsync(() => _database.FindAsync(id), run => run.State.IsFinal(), Patience, "the large run has ended");
        var next = await Eventually.GetAsync(() => _database.FindAsync(small), run => run.State.IsFinal(), Patience, "the small run has ended");

        Assert.StartsWith("The worker ran out of memory: ", failed.FailureReason, StringComparison.Ordinal);
        Assert.Equal((RunState.Failed, 1), (failed.State, failed.LeaseEpoch));
        Assert.Equal(RunState.Succeeded, next.State);
    }
}
