using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Models;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Puts back on the queue what fell off it: work whose enqueuing was lost, and runs whose worker died.</summary>
internal sealed partial class RunSweeper(
    IServiceScopeFactory scopes, IBackgroundJobClient jobs, IOptions<WorkerOptions> options, TimeProvider time, ILogger<RunSweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan EnqueueTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ImportTimeout = TimeSpan.FromMinutes(10);

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
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                SweepFailed(logger, exception);
            }
        }
    }

    private async Task SweepRunsAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var leases = scope.ServiceProvider.GetRequiredService<RunLeaseStore>();
        foreach (var runId in await leases.SweepAsync(options.Value.LeaseTimeout, EnqueueTimeout, cancellation))
        {
            Requeued(logger, runId);
            jobs.Enqueue<IMetaTrainingJob>(QueueNames.Training, job => job.RunAsync(runId, CancellationToken.None));
        }
    }

    private async Task SweepImportsAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WarpGradDbContext>();
        var before = time.GetUtcNow() - ImportTimeout;
        var forgotten = await database.Datasets
            .Where(d => d.State == DatasetState.Importing && d.CreatedAt < before)
            .Select(d => d.Id)
            .ToListAsync(cancellation);
        foreach (var datasetId in forgotten)
            jobs.Enqueue<IDatasetImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(datasetId, CancellationToken.None));
        var waiting = await database.ModelImports
            .Where(i => i.State == ModelImportState.Pending && i.CreatedAt < before)
            .Select(i => i.Id)
            .ToListAsync(cancellation);
        foreach (var importId in waiting)
            jobs.Enqueue<IModelImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(importId, CancellationToken.None));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} has no worker; it is put on the queue again.")]
    private static partial void Requeued(ILogger logger, Guid runId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for runs without a worker failed; trying again.")]
    private static partial void SweepFailed(ILogger logger, Exception exception);
}
