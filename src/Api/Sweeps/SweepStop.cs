using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Sweeps;

/// <summary>Stops a sweep and what is left of its trials.</summary>
internal sealed class SweepStop(WarpGradDbContext database, RunEventStore events, AuditLog audit, TimeProvider time)
{
    /// <summary>Cancels what waits and asks what trains to stop.</summary>
    /// <exception cref="ApiProblem">409 when the sweep has ended.</exception>
    public async Task StopAsync(Guid id, Caller caller, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Sweep before runs, as the worker that moves it on does.
        var sweep = await database.Sweeps.FromSql($"""SELECT * FROM sweeps WHERE "Id" = {id} FOR NO KEY UPDATE""").SingleAsync(cancellation);
        if (sweep.State != SweepState.Running)
            throw ApiProblem.Conflict("This sweep has ended already.");
        (sweep.State, sweep.FinishedAt) = (SweepState.Stopped, time.GetUtcNow());
        var runs = await database.Runs.FromSql($"""SELECT * FROM runs WHERE "SweepId" = {id} ORDER BY "Id" FOR NO KEY UPDATE""").ToListAsync(cancellation);
        var changed = runs.FindAll(run => !run.State.IsFinal() && run.State != RunState.Cancelling);
        foreach (var run in changed)
        {
            run.State = run.State is RunState.Queued or RunState.Paused ? RunState.Cancelled : RunState.Cancelling;
            run.FinishedAt = run.State.IsFinal() ? time.GetUtcNow() : null;
        }

        audit.Note(caller, sweep.TeamId, AuditActions.SweepStop, id, sweep.Name, $"{changed.Count} trials had not ended.");
        await database.SaveChangesAsync(cancellation);
        foreach (var run in changed)
        {
            await events.AppendAsync(run.Id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(run.State))], cancellation);
            await database.NotifyAsync(Channels.RunControl, run.Id.ToString(), cancellation);
        }

        await database.NotifyTeamAsync(sweep.TeamId, TeamChangeKinds.Sweep, id, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
