using Hangfire;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>What to run.</summary>
/// <param name="Spec">Valid by itself.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Priority">Its place among the team's queued runs.</param>
internal sealed record RunOrder(RunSpec Spec, string Name, RunPriority Priority = RunPriority.Normal);

/// <summary>Turns a valid spec into a queued run.</summary>
internal sealed class RunSubmission(
    WarpGradDbContext database, RunMaterials materials, RunEventStore events, AuditLog audit, QueueQuota quota, RunReader reader, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Checks the spec against the data and the model that it names, stores the run, and puts it on the queue once it is stored.</summary>
    /// <param name="team">Team that owns the run; what it may use is what the run may use.</param>
    /// <param name="order">What to run.</param>
    /// <param name="caller">Who submits it, already allowed to.</param>
    /// <param name="detail">Where it comes from, for the audit log.</param>
    /// <param name="cancellation">Stops it before it is stored.</param>
    /// <exception cref="ApiProblem">The team has as many queued runs as it may have, or dataset or model is unknown to the team, not ready, or does not fit the spec.</exception>
    public async Task<RunSummary> SubmitAsync(
        CallerTeam team, RunOrder order, Caller caller, string detail, CancellationToken cancellation)
    {
        var spec = order.Spec;
        var versionId = await materials.CheckAsync(team, caller, spec, cancellation);
        var run = new Run
        {
            TeamId = team.Id,
            Name = order.Name,
            Priority = order.Priority,
            State = RunState.Queued,
            Spec = SpecJson.Write(spec),
            Seed = spec.Seed,
            Family = spec.Task.Family,
            DatasetVersionId = versionId,
            ParentVersionId = spec.StartFrom,
            TotalSteps = spec.OuterLoop.MetaSteps,
            CreatedById = caller.Id,
            CreatedBy = caller.Name,
            CreatedAt = time.GetUtcNow(),
        };
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await quota.DemandRoomAsync(team.Id, cancellation);
        database.Runs.Add(run);
        audit.Note(caller, team.Id, AuditActions.RunCreate, run.Id, run.Name, detail);
        await database.SaveChangesAsync(cancellation);
        await events.AppendAsync(run.Id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(RunState.Queued))], cancellation);
        await transaction.CommitAsync(cancellation);
        jobs.Enqueue<IMetaTrainingJob>(QueueNames.Training, job => job.WorkAsync(CancellationToken.None));
        return await reader.SummaryAsync(run.Id, cancellation);
    }
}
