using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Workers;
using WarpGrad.Data;
using WarpGrad.Data.Workers;

namespace WarpGrad.Jobs.Workers;

/// <summary>
/// Tells the database that this worker lives, from before it takes its first job until after it has put down its last one,
/// and leaves when somebody asked it to.
/// </summary>
internal sealed partial class WorkerRegistration(
    IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, IOptions<WorkerOptions> options, TimeProvider time, ILogger<WorkerRegistration> logger)
    : BackgroundService
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);
    private WorkerState State => lifetime.ApplicationStopping.IsCancellationRequested ? WorkerState.Draining : WorkerState.Active;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Loading torch takes a second that others need not wait for.
        var self = await Task.Run(() => WorkerIdentity.Describe(options), stoppingToken);
        using var look = new SemaphoreSlim(0, 1);
        await using var draining = lifetime.ApplicationStopping.Register(() => look.Release());
        while (true)
        {
            try
            {
                await BeatAsync(self, stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                // Whatever it is, a full disk for example: what got out of here would end the worker, and its work with it.
                NotHeard(logger, exception);
            }
            catch (IOException exception)
            {
                NotWritten(logger, exception);
            }

            await look.WaitAsync(options.Value.Heartbeat, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // This service started first, so it stops last: all work has been put down by now.
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(LongestGoodbye, time);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<WorkerStore>().BeatAsync(WorkerIdentity.Id, WorkerState.Gone, 0, patience.Token);
        }
        catch (Exception exception) when (DatabaseFailures.IsAny(exception) || patience.IsCancellationRequested)
        {
            NotHeard(logger, exception);
        }
    }

    private async Task BeatAsync(Worker self, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<WorkerStore>();
        var leave = await store.BeatAsync(self.Id, State, WorkerMemory.Now.Used, cancellation);
        if (leave is null)
            await store.RegisterAsync(self, options.Value.GoneWorkersKept, cancellation);
        else if (leave.Value && State == WorkerState.Active)
        {
            AskedToLeave(logger);
            lifetime.StopApplication();
        }

        // The machine's own clock, because whoever looks at the file has that one.
        if (options.Value.SignOfLife is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}", cancellation);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "An administrator asked this worker to leave; it puts its work down.")]
    private static partial void AskedToLeave(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database did not hear this worker; trying again.")]
    private static partial void NotHeard(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file that Worker__SignOfLife names could not be written; trying again.")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
