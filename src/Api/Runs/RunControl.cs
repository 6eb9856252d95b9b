using Hangfire;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Api.Runs;

/// <summary>Steers runs by changing their state; the worker that holds the lease sees it and acts.</summary>
internal sealed class RunControl(
    WarpGradDbContext database, RunEventStore events, RunAccess access, BlobStore blobs, AuditLog audit, QueueQuota quota, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>What people can ask of a run, by the last part of the address.</summary>
    public static IReadOnlyDictionary<string, Verb> Verbs { get; } = new Dictionary<string, Verb>
    {
        ["cancel"] = new(AuditActions.RunCancel, "Cancel a run; its last checkpoint is kept", "be cancelled", state => state switch
        {
            RunState.Queued or RunState.Paused => RunState.Cancelled,
            RunState.Running or RunState.Pausing => RunState.Cancelling,
            _ => null,
        }),
        ["pause"] = new(AuditActions.RunPause, "Pause a run after saving a checkpoint", "be paused", state => state switch
        {
            RunState.Queued => RunState.Paused,
            RunState.Running => RunState.Pausing,
            _ => null,
        }),
        ["resume"] = new(AuditActions.RunResume, "Put a paused run back on the queue", "be resumed", state => state == RunState.Paused ? RunState.Queued : null),
        ["retry"] = new(AuditActions.RunRetry, "Let a failed or cancelled run go on from its last checkpoint", "be retried",
            state => state is RunState.Failed or RunState.Cancelled ? RunState.Queued : null),
    };

    /// <summary>Applies a verb.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not see the run, 409 when its state does not allow it or its team may no longer use its dataset or model, 429 when the queue is full.</exception>
    public async Task ApplyAsync(Guid id, Caller caller, Verb verb, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var run = await LockAsync(id, caller, Operation.RunControl, cancellation);
        var next = verb.Next(run.State) ?? throw Refused(run, verb.Passive);
        if (next == RunState.Queued)
        {
            await quota.DemandRoomAsync(run.TeamId, cancellation);
            if (await access.RefusalAsync(id, cancellation) is { } refusal)
                throw ApiProblem.Conflict(refusal);
            // Whoever sends a trial on from its rung, or when its sweep has ended, wants it trained to the end.
            if (run.StepLimit <= run.Step || !await database.Sweeps.AnyAsync(s => s.Id == run.SweepId && s.State == SweepState.Running, cancellation))
                run.StepLimit = null;
            (run.QueuedAt, run.TraceParent) = (time.GetUtcNow(), TraceContext.Current);
        }

        run.State = next;
        run.FinishedAt = next.IsFinal() ? time.GetUtcNow() : null;
        (run.FailureReason, run.FailureDetail) = (null, null);
        audit.Note(caller, run.TeamId, verb.Action, id, run.Name);
        await database.SaveChangesAsync(cancellation);
        await events.AppendAsync(id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(next))], cancellation);
        await database.NotifyAsync(Channels.RunControl, id.ToString(), cancellation);
        await transaction.CommitAsync(cancellation);
        if (next == RunState.Queued)
            jobs.EnqueueTicket(run);
    }

    /// <summary>Changes a run's place among the team's queued runs.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not see the run, 409 when it has ended.</exception>
    public async Task PrioritizeAsync(Guid id, Caller caller, RunPriority priority, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var run = await LockAsync(id, caller, Operation.RunControl, cancellation);
        if (run.State.IsFinal())
            throw Refused(run, "get another priority");
        run.Priority = priority;
        audit.Note(caller, run.TeamId, AuditActions.RunPriority, id, run.Name, $"To {priority.ToString().ToLowerInvariant()}.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(run.TeamId, TeamChangeKinds.Run, id, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Changes what people call a run.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not see the run, 400 when a text is refused or nothing is given.</exception>
    public async Task ChangeAsync(Guid id, Caller caller, ChangeRunRequest request, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var run = await LockAsync(id, caller, Operation.RunControl, cancellation);
        var changed = RunTexts.Apply(request, run);
        audit.Note(caller, run.TeamId, AuditActions.RunChange, id, run.Name, $"Changed: {string.Join(", ", changed)}.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(run.TeamId, TeamChangeKinds.Run, id, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Deletes a run with its events and checkpoints; the model version it became stays.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not see the run, 409 when a worker has it.</exception>
    public async Task DeleteAsync(Guid id, Caller caller, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var run = await LockAsync(id, caller, Operation.RunDelete, cancellation);
        if (!run.State.IsFinal() && run.State is not (RunState.Queued or RunState.Paused))
            throw Refused(run, "be deleted: pause or cancel it first");
        var states = await database.Checkpoints.Where(c => c.RunId == id).Select(c => c.BlobId).ToListAsync(cancellation);
        database.Runs.Remove(run);
        audit.Note(caller, run.TeamId, AuditActions.RunDelete, id, run.Name);
        await database.SaveChangesAsync(cancellation);
        foreach (var state in states)
            await blobs.DeleteAsync(state, cancellation);
        // Whoever watches it waits for events that cannot come any more.
        await database.NotifyAsync(Channels.RunEvents, id.ToString(), cancellation);
        await database.NotifyTeamAsync(run.TeamId, TeamChangeKinds.Run, id, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The run, locked: this orders the change against the worker's own.</summary>
    private async Task<Run> LockAsync(Guid id, Caller caller, Operation operation, CancellationToken cancellation)
    {
        var run = await database.Runs.FromSql($"""SELECT * FROM runs WHERE "Id" = {id} FOR UPDATE""").SingleOrDefaultAsync(cancellation);
        caller.Demand(operation, run?.TeamId ?? Guid.Empty, "run");
        return run!;
    }

    private static ApiProblem Refused(Run run, string passive) => ApiProblem.Conflict($"A run that is {run.State.ToString().ToLowerInvariant()} cannot {passive}.");

    /// <summary>Something people can ask of a run.</summary>
    /// <param name="Action">Its name in the audit log.</param>
    /// <param name="Summary">What it does.</param>
    /// <param name="Passive">Completes "cannot …".</param>
    /// <param name="Next">The state it leads to, null where it is not possible.</param>
    internal sealed record Verb(string Action, string Summary, string Passive, Func<RunState, RunState?> Next);
}
