using Hangfire;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Steers runs by changing their state; the worker that holds the lease sees it and acts.</summary>
internal sealed class RunControl(WarpGradDbContext database, RunEventStore events, AuditLog audit, IBackgroundJobClient jobs, TimeProvider time)
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
    };

    /// <summary>Applies a verb.</summary>
    /// <exception cref="ApiProblem">409 when the run's state does not allow it.</exception>
    public async Task<RunSummary> ApplyAsync(Guid id, Caller caller, Verb verb, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // The lock orders this against the worker's own change of state.
        var run = await database.Runs.FromSql($"""SELECT * FROM runs WHERE "Id" = {id} FOR UPDATE""").SingleOrDefaultAsync(cancellation);
        caller.Demand(Operation.RunControl, run?.TeamId ?? Guid.Empty, "run");
        var next = verb.Next(run!.State)
            ?? throw ApiProblem.Conflict($"A run that is {run.State.ToString().ToLowerInvariant()} cannot {verb.Passive}.");
        run.State = next;
        run.FinishedAt = next.IsFinal() ? time.GetUtcNow() : null;
        run.EnqueuedAt = null;
        audit.Note(caller, run.TeamId, verb.Action, id, run.Name);
        await database.SaveChangesAsync(cancellation);
        await events.AppendAsync(id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(next))], cancellation);
        await database.NotifyAsync(Channels.RunControl, id.ToString(), cancellation);
        await transaction.CommitAsync(cancellation);
        if (next == RunState.Queued)
            jobs.Enqueue<IMetaTrainingJob>(QueueNames.Training, job => job.RunAsync(id, CancellationToken.None));
        return await database.Runs.Where(r => r.Id == id).Select(RunAnswers.Summary(database)).SingleAsync(cancellation);
    }

    /// <summary>Something people can ask of a run.</summary>
    /// <param name="Action">Its name in the audit log.</param>
    /// <param name="Summary">What it does.</param>
    /// <param name="Passive">Completes "cannot …".</param>
    /// <param name="Next">The state it leads to, null where it is not possible.</param>
    internal sealed record Verb(string Action, string Summary, string Passive, Func<RunState, RunState?> Next);
}
