using Hangfire;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Queues;

/// <summary>
/// One job server for each queue. A single server would take its queues in alphabetical order,
/// and a long training would hold the thread that an adaptation waits for.
/// </summary>
internal sealed class QueueServers(IOptions<WorkerOptions> options, JobStorage storage, JobActivator activator) : IHostedService, IDisposable
{
    // Within this time training has saved its checkpoint and adaptations under way are answered.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(25);

    // Somebody waits for an adaptation, so it is finished; all else is told at once to put its work down, and goes back to its queue.
    private static readonly TimeSpan LongestAdaptation = TimeSpan.FromSeconds(20);
    private readonly List<BackgroundJobServer> _servers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in options.Value.QueueList())
            _servers.Add(new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    ServerName = $"{WorkerIdentity.Name}:{queue}",
                    Queues = [queue],
                    WorkerCount = Threads(queue),
                    Activator = activator,
                    StopTimeout = queue == QueueNames.Interactive ? LongestAdaptation : TimeSpan.Zero,
                    ShutdownTimeout = LongestFarewell,
                    CancellationCheckInterval = TimeSpan.FromSeconds(5),
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

    private int Threads(string queue) => queue switch
    {
        QueueNames.Interactive => options.Value.InteractiveThreads,
        QueueNames.Training => options.Value.TrainingThreads,
        _ => 1,
    };

    public void Dispose()
    {
        foreach (var server in _servers)
            server.Dispose();
    }
}
