using Hangfire;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data.Runs;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Queues;

/// <summary>
/// One job server for each queue but that of adaptations, which <see cref="Adaptations.AdaptationPump"/> serves. A single server would
/// take its queues in alphabetical order, and a long training would hold the thread that an import waits for.
/// </summary>
internal sealed class QueueServers(IOptions<WorkerOptions> options, JobStorage storage, JobActivator activator) : IHostedService, IDisposable
{
    // Within this time training has saved its checkpoint.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(25);

    private readonly List<BackgroundJobServer> _servers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in options.Value.QueueList().Select(queue => queue == QueueNames.Interactive ? QueueNames.Probes : queue))
            _servers.Add(new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    ServerName = $"{WorkerIdentity.Name}:{queue}",
                    Queues = queue == QueueNames.Training ? [.. TrainingTickets.QueuesOf(ComputeDevice.Own.Name)] : [queue],
                    WorkerCount = queue == QueueNames.Training ? options.Value.TrainingThreads : 1,
                    Activator = activator,
                    // Told at once to put its work down, which goes back to its queue.
                    StopTimeout = TimeSpan.Zero,
                    ShutdownTimeout = LongestFarewell,
                    CancellationCheckInterval = TimeSpan.FromSeconds(5),
                    // Nothing is enqueued for later.
                    SchedulePollingInterval = TimeSpan.FromMinutes(10),
                },
                storage));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
            server.SendStop();
        await Task.WhenAll(_servers.Select(server => server.WaitForShutdownAsync(cancellationToken)));
    }

    public void Dispose()
    {
        foreach (var server in _servers)
            server.Dispose();
    }
}
