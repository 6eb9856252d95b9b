using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Deletes kept adaptations whose time is over, with their rounds, and answers of one use after some days.</summary>
internal sealed partial class AdaptationSweeper(
    IServiceScopeFactory scopes, IOptions<WorkerOptions> options, TimeProvider time, ILogger<AdaptationSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.QueueList().Contains(QueueNames.Housekeeping))
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.AdaptationSweepSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                SweepFailed(logger, exception);
            }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WarpGradDbContext>();
        var kept = TimeSpan.FromDays(options.Value.AdaptationDaysKept);
        await database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM adaptations WHERE "ExpiresAt" < now()
                OR ("CreatedAt" < now() - {kept} AND "Kind" IN ('Once', 'Predict', 'Rank', 'Inspect') AND "State" <> 'Pending')
            """, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleting old adaptations failed; trying again.")]
    private static partial void SweepFailed(ILogger logger, Exception exception);
}
