using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Jobs.Sweeps;

/// <summary>Moves sweeps on whenever one of their trials changes its state.</summary>
internal sealed partial class SweepKeeper(
    IServiceScopeFactory scopes, NotificationListener listener, IOptions<WorkerOptions> options, TimeProvider time, ILogger<SweepKeeper> logger)
    : BackgroundService
{
    // Notifications do the work; this catches what was announced while no worker listened.
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.QueueList().Contains(QueueNames.Housekeeping))
            return;
        // Null stands for all sweeps.
        var changed = Channel.CreateUnbounded<Guid?>(new UnboundedChannelOptions { SingleReader = true });
        using var subscription = listener.Subscribe(Channels.Sweeps, payload => changed.Writer.TryWrite(Guid.TryParse(payload, out var id) ? id : null));
        await using var timer = time.CreateTimer(_ => changed.Writer.TryWrite(null), null, TimeSpan.Zero, SafetyNet);
        while (await changed.Reader.WaitToReadAsync(stoppingToken))
        {
            var ids = new HashSet<Guid?>();
            while (changed.Reader.TryRead(out var id))
                ids.Add(id);
            try
            {
                foreach (var id in ids.Contains(null) ? await RunningAsync(stoppingToken) : ids.OfType<Guid>())
                    await AdvanceAsync(id, stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                AdvanceFailed(logger, exception);
            }
        }
    }

    private async Task<IEnumerable<Guid>> RunningAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WarpGradDbContext>().Sweeps
            .Where(s => s.State == SweepState.Running).Select(s => s.Id).ToListAsync(cancellation);
    }

    private async Task AdvanceAsync(Guid sweepId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepAdvance>().AdvanceAsync(sweepId, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep could not be moved on; trying again.")]
    private static partial void AdvanceFailed(ILogger logger, Exception exception);
}
