using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Models;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Puts back on the queue what fell off it: work whose enqueuing was lost, and runs whose worker died.</summary>
internal sealed partial class RunSweeper(
    IServiceScopeFactory scopes, IBackgroundJobClient jobs, JobStorage queue, IOptions<WorkerOptions> options, TimeProvider time, ILogger<RunSweeper> logger)
    : BackgroundService
{
    // A ticket that was just drawn is on no queue, and its row not yet locked.
    private TimeSpan ImportTimeout => 2 * options.Value.LeaseTimeout;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.QueueList().Contains(QueueNames.Housekeeping))
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Min(5, options.Value.LeaseTimeoutSeconds / 2)), time);
        var importsChecked = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepRunsAsync(stoppingToken);
                if (time.GetElapsedTime(importsChecked) < ImportTimeout)
                    continue;
                importsChecked = time.GetTimestamp();
                await SweepImportsAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                SweepFailed(logger, exception);
            }
        }
    }

    private async Task SweepRunsAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var runs = scope.ServiceProvider.GetRequiredService<RunQueue>();
        var devices = await runs.DevicesAsync(cancellation);
        // Tickets first: one that is drawn between the two looks is then missed by neither, and a ticket too many does nothing.
        var tickets = devices.SelectMany(TrainingTickets.QueuesOf).Append(QueueNames.Training).Distinct()
            .ToDictionary(name => name, queue.GetMonitoringApi().EnqueuedCount);
        // Runs that nobody who is there can take get none.
        foreach (var (name, waiting) in await runs.CountTakeableAsync(devices, options.Value.LeaseTimeout, cancellation))
        {
            var missing = waiting - tickets[name];
            if (missing <= 0)
                continue;
            TicketsMissing(logger, missing, name);
            for (; missing > 0; missing--)
                jobs.EnqueueTicket(name);
        }
    }

    /// <summary>An import that nobody works on and that has no place on the queue was lost with its worker or the database.</summary>
    private async Task SweepImportsAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WarpGradDbContext>().Database;
        var tickets = queue.GetMonitoringApi().EnqueuedCount(QueueNames.Housekeeping);
        // Whoever imports holds the row.
        var datasets = await database.SqlQuery<Guid>(
            $"""
            SELECT "Id" AS "Value" FROM datasets WHERE "State" = {nameof(DatasetState.Importing)} AND "CreatedAt" < now() - {ImportTimeout} FOR UPDATE SKIP LOCKED
            """).ToListAsync(cancellation);
        var models = await database.SqlQuery<Guid>(
            $"""
            SELECT "Id" AS "Value" FROM model_imports WHERE "State" = {nameof(ModelImportState.Pending)} AND "CreatedAt" < now() - {ImportTimeout} FOR UPDATE SKIP LOCKED
            """).ToListAsync(cancellation);
        if (datasets.Count + models.Count <= tickets)
            return;
        ImportsLost(logger, datasets.Count + models.Count);
        foreach (var id in datasets)
            jobs.Enqueue<IDatasetImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(id, CancellationToken.None));
        foreach (var id in models)
            jobs.Enqueue<IModelImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(id, CancellationToken.None));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Imports without a worker and without a ticket on the queue: {Count}. They get tickets.")]
    private static partial void ImportsLost(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Runs without a worker and without a ticket on the queue {Queue}: {Count}. They get tickets.")]
    private static partial void TicketsMissing(ILogger logger, long count, string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for runs without a worker failed; trying again.")]
    private static partial void SweepFailed(ILogger logger, Exception exception);
}
