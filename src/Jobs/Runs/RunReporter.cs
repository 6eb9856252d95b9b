using System.Diagnostics;
using System.Threading.Channels;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Telemetry;
using WarpGrad.Engine;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Runs;

/// <summary>Carries what the engine reports to the database: in order, at most four times a second, without holding training up.</summary>
internal sealed partial class RunReporter : ITrainingObserver, IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Channel<RunReport> _reports = Channel.CreateUnbounded<RunReport>(new UnboundedChannelOptions { SingleReader = true });

    // Only so many checkpoints wait for the database; then training waits, too, so that memory stays bounded.
    private readonly SemaphoreSlim _checkpointRoom = new(2);
    private readonly IServiceScopeFactory _scopes;
    private readonly RunLease _lease;
    private readonly LeaseKeeper _keeper;
    private readonly RunProgressEstimate _progress;
    private readonly Measure _measure;
    private readonly string _device;
    private readonly KeyValuePair<string, object?> _family;
    private readonly ActivityContext _training = Activity.Current?.Context ?? default;
    private readonly ILogger _logger;
    private readonly Task _writing;
    private (long Step, double Score)? _validated;
    private long _counted;

    public RunReporter(IServiceScopeFactory scopes, RunLease lease, LeaseKeeper keeper, RunSpec spec, MetaTrainer trainer, TimeProvider time, ILogger logger)
    {
        (_counted, _family) = (trainer.Step, new KeyValuePair<string, object?>("family", spec.Task.Family.ToString()));
        (_scopes, _lease, _keeper, _measure, _logger) = (scopes, lease, keeper, spec.Task.Family.MeasureOf(), logger);
        _device = Placement.Served(spec).Device.ToString();
        _progress = new RunProgressEstimate(spec.OuterLoop, trainer.Step, trainer.TrainingTime, time);
        _writing = Task.Run(WriteOrStopAsync);
    }

    public void Metrics(long step, IReadOnlyDictionary<string, double> values)
    {
        Signals.MetaSteps.Add(step - _counted, _family);
        _counted = step;
        // Charts and JSON know no infinity: a loss that ran away is told in words.
        var finite = values.Where(pair => double.IsFinite(pair.Value)).ToDictionary();
        var score = finite.TryGetValue(MetricNames.ValidationAfter(_measure), out var found) ? found : (double?)null;
        if (score is { } measured)
            _validated = (step, measured);
        Post(new RunReport(
            new NewRunEvent(
                RunEventKinds.Metrics, new RunMetrics(step, _progress.TotalSteps, finite, _progress.SecondsLeft(step), _device, WorkerMemory.Now.Used)),
            step, score, null));
        if (finite.Count < values.Count)
            Log(step, "warning", $"At step {step} these are not finite: {string.Join(", ", values.Keys.Except(finite.Keys))}. Smaller learning rates usually help.");
    }

    public void Log(long step, string message) => Log(step, "info", message);

    /// <summary>A log line of the worker itself.</summary>
    public void Log(long step, string level, string message) =>
        Post(new RunReport(new NewRunEvent(RunEventKinds.Log, new RunLogLine(level, message)), step, null, null));

    public void Picture(long step, TaskPicture picture) =>
        Post(new RunReport(new NewRunEvent(RunEventKinds.Picture, new RunPicture(step, picture)), step, null, null));

    public void Checkpoint(long step, MetaTrainer trainer)
    {
        _checkpointRoom.Wait(_keeper.Stop);
        PostState(step, trainer);
    }

    /// <summary>The checkpoint of a run that stops here; it does not wait for room, because nothing more will come.</summary>
    public void LastCheckpoint(MetaTrainer trainer) => PostState(trainer.Step, trainer);

    /// <summary>Writes what is still waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        _reports.Writer.TryComplete();
        await _writing;
        _checkpointRoom.Dispose();
    }

    private void PostState(long step, MetaTrainer trainer)
    {
        var state = new MemoryStream();
        trainer.WriteState(state);
        // A score that was measured at another step says nothing of this state.
        Post(new RunReport(null, step, _validated?.Step == step ? _validated?.Score : null, state));
    }

    private void Post(RunReport report) => _reports.Writer.TryWrite(report);

    private async Task WriteOrStopAsync()
    {
        // Of several batches a second only those that hold a checkpoint are shown in the run's trace.
        Activity.Current = null;
        try
        {
            await WriteAsync();
        }
        catch
        {
            // Training whose progress cannot be written must not go on unseen; the error itself surfaces when the reporter is disposed.
            _keeper.StopTraining();
            throw;
        }
    }

    private async Task WriteAsync()
    {
        while (await _reports.Reader.WaitToReadAsync())
        {
            var batch = new List<RunReport>();
            while (_reports.Reader.TryRead(out var report))
                batch.Add(report);
            var written = batch.Count(report => report.State is not null);
            using (written > 0 ? Signals.Source.StartActivity("run checkpoint", ActivityKind.Internal, _training)?.SetTag("warpgrad.run.step", batch.Max(report => report.Step)) : null)
                await WriteAsync(batch);
            if (written > 0)
                _checkpointRoom.Release(written);
            Signals.Checkpoints.Add(written);
            if (_keeper.Lost)
                return;
            await Task.Delay(Pace);
        }
    }

    private async Task WriteAsync(List<RunReport> batch)
    {
        EventReceipt? unsure = null;
        while (!_keeper.Lost)
        {
            await using var scope = _scopes.CreateAsyncScope();
            var events = scope.ServiceProvider.GetRequiredService<RunEventStore>();
            try
            {
                // What got lost may have been no more than the answer to the commit.
                if (unsure is not null && await events.IsStoredAsync(_lease.RunId, unsure, CancellationToken.None))
                    return;
                if (!await scope.ServiceProvider.GetRequiredService<RunJournal>().WriteAsync(_lease, batch, CancellationToken.None))
                    _keeper.Lose();
                return;
            }
            catch (Exception exception) when (DatabaseFailures.IsAway(exception) || DatabaseFailures.IsFull(exception))
            {
                // The lease keeper gives up when the database stays away; until then nothing is lost. A full disk is waited for.
                WriteFailed(_logger, _lease.RunId, exception);
                unsure = events.Receipt ?? unsure;
            }

            await Task.Delay(RetryPause);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Progress of run {RunId} could not be written; trying again.")]
    private static partial void WriteFailed(ILogger logger, Guid runId, Exception exception);
}

/// <summary>One thing to write about a run.</summary>
/// <param name="Event">Event, or null for a checkpoint, whose event is made when it is stored.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Score">Score on validation tasks at this step, where it was measured.</param>
/// <param name="State">Training state to store.</param>
internal sealed record RunReport(NewRunEvent? Event, long Step, double? Score, MemoryStream? State);
