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
using WarpGrad.Data.Sweeps;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Api.Runs;

/// <summary>What to run.</summary>
/// <param name="Spec">Valid by itself.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Tags">Words to find it by, as they are stored.</param>
/// <param name="Priority">Its place among the team's queued runs.</param>
internal sealed record RunOrder(RunSpec Spec, string Name, List<string> Tags, RunPriority Priority = RunPriority.Normal);

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
        var run = await MakeAsync(team, order, caller, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        audit.Note(caller, team.Id, AuditActions.RunCreate, run.Id, run.Name, detail);
        await StoreAsync(team, [run], cancellation);
        await transaction.CommitAsync(cancellation);
        Enqueue([run]);
        return await reader.SummaryAsync(run.Id, cancellation);
    }

    /// <summary>Checks a spec against the data and the model that it names and makes a run of it, which nobody sees before it is stored.</summary>
    /// <param name="team">Team that owns the run.</param>
    /// <param name="order">What to run.</param>
    /// <param name="caller">Who submits it, already allowed to.</param>
    /// <param name="cancellation">Stops the checks.</param>
    /// <param name="sweep">Sweep whose trial it is; null for a run of its own.</param>
    /// <param name="trial">Number of the trial, from 1.</param>
    /// <exception cref="ApiProblem">Dataset or model is unknown to the team, not ready, or does not fit the spec.</exception>
    public async Task<Run> MakeAsync(CallerTeam team, RunOrder order, Caller caller, CancellationToken cancellation, Sweep? sweep = null, int? trial = null) => new()
    {
        TeamId = team.Id,
        Name = order.Name,
        Tags = [.. order.Tags],
        Priority = order.Priority,
        State = RunState.Queued,
        Spec = SpecJson.Write(order.Spec),
        Seed = order.Spec.Seed,
        Family = order.Spec.Task.Family,
        DatasetVersionId = await materials.CheckAsync(team, caller, order.Spec, cancellation),
        ParentVersionId = order.Spec.StartFrom,
        TotalSteps = order.Spec.OuterLoop.MetaSteps,
        SweepId = sweep?.Id,
        Trial = trial,
        StepLimit = sweep?.Rungs.Length > 1 ? sweep.Rungs[0] : null,
        CreatedById = caller.Id,
        CreatedBy = caller.Name,
        CreatedAt = time.GetUtcNow(),
        QueuedAt = time.GetUtcNow(),
        TraceParent = TraceContext.Current,
    };

    /// <summary>Stores runs as queued ones, in the caller's transaction.</summary>
    /// <param name="team">Team that owns them.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellation">Stops before anything is stored.</param>
    /// <exception cref="ApiProblem">429 when the team would have more queued runs than it may have.</exception>
    public async Task StoreAsync(CallerTeam team, IReadOnlyList<Run> runs, CancellationToken cancellation)
    {
        await quota.DemandRoomAsync(team.Id, cancellation, runs.Count);
        database.Runs.AddRange(runs);
        await database.SaveChangesAsync(cancellation);
        foreach (var run in runs)
            await events.AppendAsync(run.Id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(RunState.Queued))], cancellation);
    }

    /// <summary>Tells workers of runs that were stored.</summary>
    /// <param name="stored">The runs.</param>
    public void Enqueue(IReadOnlyList<Run> stored)
    {
        foreach (var run in stored)
            jobs.EnqueueTicket(run);
    }
}
