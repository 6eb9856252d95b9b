using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Tests;

/// <summary>Whether events were stored when the answer to the commit got lost.</summary>
public sealed class RunEventStoreTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    private static readonly NewRunEvent[] Events = [new(RunEventKinds.Log, new RunLogLine("info", "one")), new(RunEventKinds.Log, new RunLogLine("info", "two"))];

    [Fact]
    public async Task A_receipt_tells_what_was_committed_from_what_was_not_though_numbers_are_given_again()
    {
        var run = await NewRunAsync();

        var lost = await AppendAsync(run, commit: false);
        var kept = await AppendAsync(run, commit: true);

        Assert.Equal((2, 2), (lost.N, kept.N));
        await using var context = database.Context();
        Assert.False(await new RunEventStore(context).IsStoredAsync(run, lost, CancellationToken.None));
        Assert.True(await new RunEventStore(context).IsStoredAsync(run, kept, CancellationToken.None));
    }

    private async Task<Guid> NewRunAsync()
    {
        await using var context = database.Context();
        var run = new Run { TeamId = database.Team.Id, Name = "run", Spec = SpecJson.Write(JobDatabase.Spec), CreatedBy = "test" };
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        return run.Id;
    }

    private async Task<EventReceipt> AppendAsync(Guid run, bool commit)
    {
        await using var context = database.Context();
        var store = new RunEventStore(context);
        await using var transaction = await context.Database.BeginTransactionAsync();
        Assert.True(await store.AppendAsync(run, null, Events, CancellationToken.None));
        if (commit)
            await transaction.CommitAsync();
        return store.Receipt!;
    }
}
