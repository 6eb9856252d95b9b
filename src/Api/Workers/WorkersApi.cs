using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Health;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Contracts.Workers;
using WarpGrad.Data;
using WarpGrad.Data.Workers;

namespace WarpGrad.Api.Workers;

/// <summary>Health and worker processes of the installation, for its administrators.</summary>
internal static class WorkersApi
{
    public static void MapWorkers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/admin/health", HealthAsync).WithTags("Administration").WithSummary("How the installation stands: database, queues, workers, and what to look after");
        var group = api.MapGroup("/admin/workers").WithTags("Administration");
        group.MapGet("", ListAsync).WithSummary("Worker processes, newest first; with gone=true those that have left");
        group.MapPost("/{id:guid}/drain", DrainAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ask a worker to finish or put down its work, and to leave");
    }

    private static async Task<InstallationHealth> HealthAsync(Caller caller, WarpGradDbContext database, InstallationReport report, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        return await report.MakeAsync(cancellation);
    }

    private static async Task<Page<WorkerSummary>> ListAsync(
        Caller caller, WarpGradDbContext database, TimeProvider time, string? cursor, int? limit, CancellationToken cancellation, bool gone = false)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        var before = Paging.Id(cursor);
        var page = await database.Workers.AsNoTracking()
            .Where(w => w.State == WorkerState.Gone == gone && (before == null || w.Id < before))
            .OrderByDescending(w => w.Id)
            .ToPageAsync(Paging.Size(limit), w => w, w => w.Id.ToString(), cancellation);
        var names = page.Items.Select(w => w.Name).ToList();
        var held = await database.Runs.AsNoTracking()
            .Where(r => names.Contains(r.LeaseOwner!) && (r.State == RunState.Running || r.State == RunState.Pausing || r.State == RunState.Cancelling))
            .Select(r => new { r.LeaseOwner, Work = new WorkerRun(r.Id, r.Step, r.TotalSteps) })
            .ToListAsync(cancellation);
        var work = held.ToLookup(r => r.LeaseOwner, r => r.Work);
        return new Page<WorkerSummary>([.. page.Items.Select(w => Summary(w, time.GetUtcNow(), [.. work[w.Name]]))], page.Next);
    }

    private static async Task<NoContent> DrainAsync(
        Guid id, Caller caller, WarpGradDbContext database, WorkerStore workers, AuditLog audit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        var name = await database.Workers.Where(w => w.Id == id).Select(w => w.Name).SingleOrDefaultAsync(cancellation)
            ?? throw ApiProblem.NotFound("worker");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (!await workers.AskToDrainAsync(id, cancellation))
            throw ApiProblem.Conflict("The worker has left, or has been silent for so long that it counts as lost.");
        audit.Note(caller, null, AuditActions.WorkerDrain, id, name);
        await audit.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static WorkerSummary Summary(Worker w, DateTimeOffset now, WorkerRun[] work) => new(
        w.Id, w.Name, w.Host, w.ProcessId, State(w, now), w.Queues, w.Threads, w.Device, w.DeviceName, w.Cores, w.MemoryBytes, w.MemoryUsedBytes,
        new WorkerVersions(w.SoftwareVersion, w.TorchVersion, w.RuntimeVersion, w.SystemVersion), w.StartedAt, w.HeartbeatAt, work);

    private static WorkerState State(Worker worker, DateTimeOffset now) => worker.State switch
    {
        WorkerState.Gone => WorkerState.Gone,
        _ when worker.HeartbeatAt < now - worker.LeaseTimeout => WorkerState.Lost,
        _ when worker.DrainRequestedAt is not null => WorkerState.Draining,
        var said => said,
    };
}
