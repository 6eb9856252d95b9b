using Hangfire;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Telemetry;
using WarpGrad.Engine;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Runs;

/// <summary>Moves a run forward: lease, load, train, and then finish it or put it down where it can be picked up again.</summary>
internal sealed partial class MetaTrainingJob(
    RunLeaseStore leases, RunLoader loader, RunJournal journal, ModelRegistrar registrar,
    IServiceScopeFactory scopes, NotificationListener listener, IBackgroundJobClient jobs,
    IOptions<WorkerOptions> options, TimeProvider time, ILogger<MetaTrainingJob> logger) : IMetaTrainingJob
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly string Owner = WorkerIdentity.Name;

    public async Task WorkAsync(CancellationToken stopping)
    {
        if (await leases.AcquireAsync(Owner, Software.Version, ComputeDevices.ServedBy(ComputeDevice.Own.Name), options.Value.LeaseTimeout, stopping) is not { } lease)
        {
            NothingWaits(logger);
            return;
        }

        using var work = RunTrace.Begin(lease, Owner, time.GetUtcNow());
        Taken(logger, lease.RunId, lease.Epoch);
        if (lease.Unwanted)
        {
            await PutDownAsync(lease, RunState.Queued);
            return;
        }

        if (lease.Deaths >= options.Value.DeathsAllowed)
        {
            await GiveUpAsync(lease);
            return;
        }

        await using var keeper = new LeaseKeeper(scopes, listener, lease, options.Value, time, logger, stopping);
        try
        {
            await TrainAsync(lease, keeper, stopping);
        }
        catch (OperationCanceledException) when (keeper.Stop.IsCancellationRequested)
        {
            await PutDownAsync(lease, keeper);
        }
        catch (Exception exception) when (DatabaseFailures.IsAway(exception) || DatabaseFailures.IsFull(exception))
        {
            // No fault of the run: its lease runs out, and it goes on from its newest checkpoint.
            DatabaseAway(logger, lease.RunId, exception);
            await LeaveAsync(lease, stopping);
        }
        catch (Exception exception) when (!keeper.Lost)
        {
            Failed(logger, lease.RunId, exception);
            RunTrace.End(RunState.Failed, RunFailure.Explain(exception));
            await journal.EndAsync(lease, RunState.Failed, [], CancellationToken.None, RunFailure.Explain(exception), exception.ToString());
        }
    }

    private async Task TrainAsync(RunLease lease, LeaseKeeper keeper, CancellationToken stopping)
    {
        var run = await RunTrace.PartAsync("run load", () => loader.LoadAsync(lease.RunId, keeper.Stop));
        using var trainer = run.CreateTrainer();
        if (!await journal.BeginAsync(lease, trainer.Step, RunState.Running, keeper.Stop))
            return;
        TrainingResult result;
        using (Signals.Source.StartActivity("run train"))
        await using (var reporter = new RunReporter(scopes, lease, keeper, run.Spec, trainer, time, logger))
        {
            reporter.Log(trainer.Step, "info", $"Worker {Owner} starts on {trainer.Device} at step {trainer.Step} of {run.Spec.OuterLoop.MetaSteps}, software {Software.Version}, seed {run.Spec.Seed}.");
            // The engine computes for minutes without awaiting: it gets a thread of its own.
            result = await Task.Factory.StartNew(
                () => trainer.Run(reporter, keeper.Stop, run.StepLimit), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!result.Completed && !keeper.Lost)
                reporter.LastCheckpoint(trainer);
        }

        if (keeper.Lost)
        {
            LostLease(logger, lease.RunId);
            await LeaveAsync(lease, stopping);
        }
        else if (result.Completed)
            await FinishAsync(lease, trainer, result);
        else
            await PutDownAsync(lease, keeper);
    }

    /// <summary>Ends a run that takes its workers with it: the next would die like those before.</summary>
    private async Task GiveUpAsync(RunLease lease)
    {
        GivenUp(logger, lease.RunId, lease.Deaths);
        RunTrace.End(RunState.Failed, RunFailure.OfDeaths(lease.Deaths, lease.Step));
        await journal.EndAsync(lease, RunState.Failed, [], CancellationToken.None, RunFailure.OfDeaths(lease.Deaths, lease.Step));
    }

    private async Task FinishAsync(RunLease lease, MetaTrainer trainer, TrainingResult result)
    {
        using var model = new MemoryStream();
        trainer.WriteModel(model);
        model.Position = 0;
        using (Signals.Source.StartActivity("run finish"))
            await registrar.FinishAsync(
                lease, model, result.Step, FiniteResults.Of(result.Test!), FiniteResults.Of(result.TestScores!), CancellationToken.None);
        RunTrace.End(RunState.Succeeded);
        PutDown(logger, lease.RunId, RunState.Succeeded);
    }

    /// <summary>Ends this worker's part of an unfinished run in the way that was asked for.</summary>
    private async Task PutDownAsync(RunLease lease, LeaseKeeper keeper)
    {
        // Either the worker is stopping, and another one goes on from here, or the run came to the rung of its sweep where it waits for the others.
        if (!keeper.Lost)
            await PutDownAsync(lease, keeper.Stop.IsCancellationRequested ? RunState.Queued : RunState.Paused);
    }

    private async Task PutDownAsync(RunLease lease, RunState otherwise)
    {
        if (await journal.PutDownAsync(lease, otherwise, CancellationToken.None) is not { } state)
            return;
        RunTrace.End(state);
        PutDown(logger, lease.RunId, state);
        if (state == RunState.Queued)
            jobs.EnqueueTicket(TrainingTickets.QueueOf(lease.Device));
    }

    /// <summary>Leaves the run to the next lease, as soon as the database hears of it. Whoever gets that must not take this worker for one that died.</summary>
    private async Task LeaveAsync(RunLease lease, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await leases.LeaveAsync(lease, stopping);
                return;
            }
            catch (Exception exception) when (DatabaseFailures.IsAway(exception) || DatabaseFailures.IsFull(exception))
            {
                NotLeft(logger, lease.RunId, exception);
                await Task.Delay(TryAgain, stopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No run waits for a worker; nothing to do.")]
    private static partial void NothingWaits(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} is in this worker's hands, under lease {Epoch}.")]
    private static partial void Taken(ILogger logger, Guid runId, long epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} has left this worker's hands as {State}.")]
    private static partial void PutDown(ILogger logger, Guid runId, RunState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on run {RunId} was lost; what was computed since is dropped.")]
    private static partial void LostLease(ILogger logger, Guid runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} is given up: {Deaths} workers in a row died on it.")]
    private static partial void GivenUp(ILogger logger, Guid runId, int deaths);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database did not take what was to be written of run {RunId}; the run goes on from its newest checkpoint when its lease has run out.")]
    private static partial void DatabaseAway(ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} could not be left in order; trying again.")]
    private static partial void NotLeft(ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed.")]
    private static partial void Failed(ILogger logger, Guid runId, Exception exception);
}
