using Hangfire;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Sweeps;

namespace WarpGrad.Jobs.Sweeps;

/// <summary>One look at a sweep: notes which rungs were reached, sends the best on, and ends the sweep when nothing more can come.</summary>
internal sealed class SweepAdvance(WarpGradDbContext database, RunEventStore events, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Looks at a sweep; does nothing when it has ended.</summary>
    /// <param name="sweepId">The sweep.</param>
    /// <param name="cancellation">Stops before anything is changed.</param>
    public async Task AdvanceAsync(Guid sweepId, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Two workers look one after the other. Not the keys are locked: a worker that changes its run for the second time in a
        // transaction takes a share of the sweep's.
        var sweep = await database.Sweeps.FromSql($"""SELECT * FROM sweeps WHERE "Id" = {sweepId} FOR NO KEY UPDATE""").SingleOrDefaultAsync(cancellation);
        if (sweep is not { State: SweepState.Running })
            return;
        var runs = await database.Runs.FromSql($"""SELECT * FROM runs WHERE "SweepId" = {sweepId} ORDER BY "Id" FOR NO KEY UPDATE""").ToListAsync(cancellation);
        foreach (var run in runs)
            NoteRung(run, sweep);
        var promoted = sweep.Search == SweepSearch.Halving ? Promote(sweep, runs) : [];
        await database.SaveChangesAsync(cancellation);
        foreach (var run in promoted)
            await AnnounceAsync(run, cancellation);
        if (runs.TrueForAll(run => run.State.IsFinal() || Waits(run)))
            await EndAsync(sweep, runs, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var run in promoted)
            jobs.EnqueueTicket(run);
    }

    /// <summary>Whether a trial was put down on its rung; one that a person paused elsewhere keeps its sweep open.</summary>
    private static bool Waits(Run run) => run.State == RunState.Paused && run.StepLimit is { } limit && run.Step >= limit;

    private static void NoteRung(Run run, Sweep sweep)
    {
        // Several at once where a person sent the trial on past its rung.
        while ((Waits(run) || run.State == RunState.Succeeded) && run.RungScores.Length < sweep.Rungs.Length
            && run.Step >= sweep.Rungs[run.RungScores.Length])
            run.RungScores = [.. run.RungScores, run.Validation ?? double.NaN];
    }

    private List<Run> Promote(Sweep sweep, List<Run> runs)
    {
        var sign = sweep.Family.MeasureOf().MoreIsBetter() ? 1 : -1;
        var promotions = SuccessiveHalving.Promotions(
            [.. runs.Select(run => new HalvingTrial(run.Id, Array.ConvertAll(run.RungScores, score => sign * score), Waits(run)))], sweep.Rungs.Length, sweep.Reduction);
        var promoted = runs.FindAll(run => promotions.Contains(run.Id));
        foreach (var run in promoted)
        {
            (run.State, run.QueuedAt) = (RunState.Queued, time.GetUtcNow());
            run.StepLimit = run.RungScores.Length < sweep.Rungs.Length - 1 ? sweep.Rungs[run.RungScores.Length] : null;
        }

        return promoted;
    }

    private async Task EndAsync(Sweep sweep, List<Run> runs, CancellationToken cancellation)
    {
        var left = runs.FindAll(Waits);
        foreach (var run in left)
            (run.State, run.FinishedAt) = (RunState.Cancelled, time.GetUtcNow());
        (sweep.State, sweep.FinishedAt) = (SweepState.Finished, time.GetUtcNow());
        await database.SaveChangesAsync(cancellation);
        foreach (var run in left)
            await AnnounceAsync(run, cancellation);
        await database.NotifyTeamAsync(sweep.TeamId, TeamChangeKinds.Sweep, sweep.Id, cancellation);
    }

    private Task<bool> AnnounceAsync(Run run, CancellationToken cancellation) =>
        events.AppendAsync(run.Id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(run.State))], cancellation);
}
