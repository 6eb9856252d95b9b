using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Uploads;

namespace WarpGrad.Jobs.Storage;

/// <summary>
/// Forgets uploads whose time is over, and removes stored bytes that nothing uses. Deletions free their chunks at once; what is left for
/// this is rare: chunks that somebody held at that moment, and blobs whose owner never came.
/// </summary>
internal sealed partial class StorageCollector(
    IServiceScopeFactory scopes, IOptions<WorkerOptions> options, TimeProvider time, ILogger<StorageCollector> logger) : BackgroundService
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.QueueList().Contains(QueueNames.Housekeeping))
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.CollectMinutes), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var blobs = scope.ServiceProvider.GetRequiredService<BlobStore>();
                var uploads = await scope.ServiceProvider.GetRequiredService<UploadStore>().CollectAsync(AtOnce, stoppingToken);
                var removed = await blobs.CollectBlobsAsync(LongestUpload, AtOnce, stoppingToken);
                var chunks = await blobs.CollectChunksAsync(AtOnce, stoppingToken);
                if (uploads + removed + chunks > 0)
                    Collected(logger, uploads, removed, chunks);
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                CollectionFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Uploads} uploads that were never ended, {Blobs} blobs and {Chunks} chunks that nothing used.")]
    private static partial void Collected(ILogger logger, int uploads, int blobs, int chunks);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for stored bytes that nothing uses failed; trying again.")]
    private static partial void CollectionFailed(ILogger logger, Exception exception);
}
