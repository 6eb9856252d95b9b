using System.Diagnostics;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Renews a lease while training goes on, and stops training when people ask for it or the lease is lost.</summary>
internal sealed partial class LeaseKeeper : IAsyncDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly RunLease _lease;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _look = new(0, 1);
    private readonly IDisposable _subscription;
    private readonly Task _renewing;

    public LeaseKeeper(
        IServiceScopeFactory scopes, NotificationListener listener, RunLease lease, WorkerOptions options,
        TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_scopes, _lease, _options, _time, _logger) = (scopes, lease, options, time, logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _subscription = listener.Subscribe(Channels.RunControl, payload =>
        {
            if (payload is null || payload == lease.RunId.ToString())
                LookNow();
        });
        _renewing = RenewAsync();
    }

    /// <summary>Cancelled when training must stop: asked by a person, lease lost, or worker stopping.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether another worker may have the run: nothing may be written any more.</summary>
    public bool Lost { get; private set; }

    /// <summary>Stops training because a write found the lease gone.</summary>
    public void Lose()
    {
        Lost = true;
        _stop.Cancel();
    }

    /// <summary>Stops training for another reason.</summary>
    public void StopTraining() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _end.CancelAsync();
        await _renewing;
        _stop.Dispose();
        _end.Dispose();
        _look.Dispose();
    }

    private void LookNow()
    {
        lock (_look)
            if (_look.CurrentCount == 0)
                _look.Release();
    }

    private async Task RenewAsync()
    {
        // A run of hours would have thousands of renewals in its trace.
        Activity.Current = null;
        var renewed = _time.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await RenewOnceAsync();
                renewed = _time.GetTimestamp();
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                // Whatever it is, a full disk for example: who stops renewing loses the run, and hears no wish any more.
                RenewalFailed(_logger, _lease.RunId, exception);
                if (_time.GetElapsedTime(renewed) > _options.LeaseTimeout)
                    Lose();
            }

            // Also of a run that must stop: its last checkpoint is still to be stored, which may take long.
            if (Lost)
                return;
            try
            {
                await _look.WaitAsync(_options.LeaseRenewal, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RenewOnceAsync()
    {
        await using var scope = _scopes.CreateAsyncScope();
        var state = await scope.ServiceProvider.GetRequiredService<RunLeaseStore>().RenewAsync(_lease, _end.Token);
        if (state is null)
        {
            Lose();
        }
        else if (state is RunState.Cancelling or RunState.Pausing)
        {
            await _stop.CancelAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on run {RunId} could not be renewed; trying again.")]
    private static partial void RenewalFailed(ILogger logger, Guid runId, Exception exception);
}
