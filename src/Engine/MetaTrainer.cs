using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Inspection;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine;

/// <summary>
/// Meta-trains one run: the outer loop, from sampling tasks to the final test. Two trainers of one spec and dataset go through the
/// same states to the bit, whether or not they were saved and resumed on the way; only a run with a time limit depends on the clock.
/// </summary>
public sealed class MetaTrainer : IDisposable
{
    /// <summary>Meta-steps between training metrics.</summary>
    private const int ReportInterval = 10;

    private readonly RunSpec _spec;
    private readonly PackedImages? _data;
    private readonly ITaskDistribution _tasks;
    private readonly MetaLearner _trainer;
    private readonly Evaluator _validation, _test;
    private readonly Placement _place;
    private readonly int _workers, _stack;
    private readonly TimeProvider _clock;
    private readonly Measure _measure;
    private MetaState _state;
    private double _trainingSeconds;
    private TrainingStatistics? _statistics;
    private WarpInspection? _inspection;

    private MetaTrainer(RunSpec spec, PackedImages? data, Stream? trainingState, ModelContents? start, int? workers, TimeProvider? clock)
    {
        (_place, _measure) = (Placement.Of(spec), spec.Task.Family.MeasureOf());
        (_spec, _data, _workers, _clock) = (spec, data, workers ?? Environment.ProcessorCount, clock ?? TimeProvider.System);
        _tasks = TaskDistributions.Of(spec, data);
        _trainer = MetaLearner.Create(spec, _tasks.Learner, _tasks.Classes, _workers);
        _stack = _tasks.StackOn(_place, spec.OuterLoop.TasksAtOnce);
        _validation = new Evaluator(spec, _tasks, ClassSplit.Validation, _workers);
        _test = new Evaluator(spec, _tasks, ClassSplit.Test, _workers);
        _state = _trainer.Start(_place, start?.Parameters);
        if (trainingState is null)
            return;
        using var blank = _state;
        (_state, _trainingSeconds) = WarpCheckpoint.ReadState(trainingState, Info, blank);
    }

    /// <summary>Meta-steps done.</summary>
    public long Step => _state.Step;

    /// <summary>Training time that counts against the run's limit; zero without a limit.</summary>
    public TimeSpan TrainingTime => TimeSpan.FromSeconds(_trainingSeconds);

    /// <summary>Where it computes, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device => _place.Device.ToString();

    private bool Finished => _spec.MetaLearner.Algorithm == MetaAlgorithm.None || _state.Step >= _spec.OuterLoop.MetaSteps || TimeShare >= 1;

    /// <summary>Part of the time limit used up; 0 without a limit.</summary>
    private double TimeShare => _spec.OuterLoop.MaxMinutes > 0 ? _trainingSeconds / (60 * _spec.OuterLoop.MaxMinutes) : 0;

    private CheckpointInfo Info => new(_spec, _data?.Image, _state.Step, _data?.Hash ?? "");

    /// <summary>Starts a run.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="data">The dataset version; null for families that need none.</param>
    /// <param name="workers">Threads to use at most, all cores by default; the result does not depend on it.</param>
    /// <param name="clock">Clock of the time limit, the system's by default.</param>
    /// <param name="start">Model whose φ, θ₀ and ψ the run begins with; it stays the caller's. Drawn from the seed without one.</param>
    /// <exception cref="ModelMismatchException">When the model's learner has other parameters than the spec's.</exception>
    public static MetaTrainer Create(RunSpec spec, PackedImages? data, int? workers = null, TimeProvider? clock = null, ModelContents? start = null) =>
        new(spec, data, null, start, workers, clock);

    /// <summary>Continues a run from a state written by <see cref="WriteState"/>.</summary>
    /// <param name="spec">The spec the state was made under.</param>
    /// <param name="data">The dataset version it was made on; null for families that need none.</param>
    /// <param name="trainingState">The state.</param>
    /// <param name="workers">Threads to use at most, all cores by default; the result does not depend on it.</param>
    /// <param name="clock">Clock of the time limit, the system's by default.</param>
    /// <exception cref="InvalidCheckpointException">When it is not a state of this run.</exception>
    public static MetaTrainer Resume(RunSpec spec, PackedImages? data, Stream trainingState, int? workers = null, TimeProvider? clock = null) =>
        new(spec, data, trainingState, null, workers, clock);

    /// <summary>Trains to the end and tests. When stopped, the state is that of the last whole meta-step.</summary>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="stop">Stops within about the time of one task.</param>
    /// <param name="until">Meta-step after which to stop before the end, so that somebody may decide whether to go on; null for none.</param>
    /// <exception cref="TrainingDivergedException">When what is meta-learned is no longer finite.</exception>
    public TrainingResult Run(ITrainingObserver observer, CancellationToken stop, long? until = null)
    {
        try
        {
            if (_state.Step == 0)
                Validate(observer, stop);
            Train(observer, until ?? long.MaxValue, stop);
            if (!Finished)
                return new TrainingResult(Step, false, null, null);
            observer.Log(Step, $"Testing on {_spec.Evaluation.FinalTasks} held-out tasks.");
            var (test, scores) = _test.Run(_state, _spec.Evaluation.FinalTasks, stop);
            if (_spec.Evaluation.WarpStatistics)
                test = With(test, _test.WatchWarps(_state, stop).Details());
            test = With(test, ShotCurve.Measure(_spec, _data, _state, _workers, stop));
            observer.Log(Step, $"Test: {Scores.Describe(test)}.");
            Show(_test, observer, stop);
            var learned = new MetaParameters(_state.Phi, _state.Initialization, _state.Rates);
            _statistics = TrainingStatistics.Measure(_spec, _data, _tasks, learned, _place, _workers, stop);
            _inspection = WarpInspector.OfHeldOut(_spec, _data, learned, _place, _workers, InspectionSource.Training, stop);
            return new TrainingResult(Step, true, test, scores);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new TrainingResult(Step, false, null, null);
        }
    }

    /// <summary>Writes everything needed to continue to the bit.</summary>
    /// <param name="to">Stream to write to.</param>
    public void WriteState(Stream to) => WarpCheckpoint.WriteState(to, Info, _state, _trainingSeconds);

    /// <summary>Writes the model: what <see cref="WarpModel"/> reads. After the end of training it also says what the tasks looked like, and what the warps did.</summary>
    /// <param name="to">Stream to write to.</param>
    public void WriteModel(Stream to) => WarpCheckpoint.WriteModel(to, Info with { Statistics = _statistics, Inspection = _inspection }, _state);

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    /// <summary>Time that an evaluation on a number of validation tasks takes.</summary>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="stop">Gives up.</param>
    internal TimeSpan TimeValidation(int tasks, CancellationToken stop)
    {
        var started = _clock.GetTimestamp();
        _validation.Run(_state, tasks, stop);
        return _clock.GetElapsedTime(started);
    }

    private void Train(ITrainingObserver observer, long until, CancellationToken stop)
    {
        var (seconds, steps) = (0.0, 0);
        while (!Finished && Step < until)
        {
            stop.ThrowIfCancellationRequested();
            var started = _clock.GetTimestamp();
            var step = MetaStep(stop);
            var elapsed = _clock.GetElapsedTime(started).TotalSeconds;
            (seconds, steps) = (seconds + elapsed, steps + 1);
            if (_spec.OuterLoop.MaxMinutes > 0)
                _trainingSeconds += elapsed;

            if (step.Judgements.Count > 0)
            {
                observer.Metrics(Step, TrainingMetrics(step, steps * _spec.OuterLoop.MetaBatch / seconds));
                (seconds, steps) = (0, 0);
            }

            var evaluates = Step % _spec.Evaluation.Interval == 0 || Finished;
            var saves = Step % _spec.Evaluation.CheckpointInterval == 0 || Finished;
            if ((evaluates || saves) && !_state.IsFinite)
                throw new TrainingDivergedException(Step);
            if (evaluates)
                Validate(observer, stop);
            if (saves)
                observer.Checkpoint(Step, this);
        }
    }

    private static EvaluationSummary With(EvaluationSummary result, IEnumerable<KeyValuePair<string, double>> more) =>
        result with { Details = result.Details.Concat(more).ToDictionary(StringComparer.Ordinal) };

    private MetaStep MetaStep(CancellationToken stop)
    {
        var next = _state.Step + 1;
        using var scope = torch.NewDisposeScope();
        var parts = Parts.Of(_spec.OuterLoop.MetaBatch, _stack);
        var tasks = new IMetaTask[parts.Count];
        for (var i = 0; i < tasks.Length; i++)
            tasks[i] = _tasks.Training(next, parts[i].First, parts[i].Count, _place);
        try
        {
            var progress = Math.Max((double)_state.Step / _spec.OuterLoop.MetaSteps, TimeShare);
            var judge = next == 1 || next % ReportInterval == 0 || next == _spec.OuterLoop.MetaSteps;
            var step = _trainer.Step(_state, tasks, progress, judge, stop);
            _state.Dispose();
            _state = step.State;
            return step;
        }
        finally
        {
            foreach (var task in tasks)
                task.Dispose();
        }
    }

    private Dictionary<string, double> TrainingMetrics(MetaStep step, double tasksPerSecond) => new(StringComparer.Ordinal)
    {
        [MetricNames.TrainLossBefore] = step.Judgements.Average(judged => judged.Before.Loss),
        [MetricNames.TrainLossAfter] = step.Judgements.Average(judged => judged.After.Loss),
        [MetricNames.TrainBefore(_measure)] = step.Judgements.Average(judged => judged.Before.Score),
        [MetricNames.TrainAfter(_measure)] = step.Judgements.Average(judged => judged.After.Score),
        [MetricNames.WarpObjective] = step.Objective,
        [MetricNames.StoredMegabytes] = step.StoredBytes / (double)(1 << 20),
        [MetricNames.TasksPerSecond] = tasksPerSecond,
    };

    private void Validate(ITrainingObserver observer, CancellationToken stop)
    {
        var result = _validation.Run(_state, _spec.Evaluation.Tasks, stop).Summary;
        observer.Metrics(Step, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [MetricNames.ValidationLossBefore] = result.LossByStep[0],
            [MetricNames.ValidationLossAfter] = result.Loss,
            [MetricNames.ValidationBefore(_measure)] = result.ScoreByStep[0],
            [MetricNames.ValidationAfter(_measure)] = result.Score,
        });
        observer.Log(Step, $"Validation: {Scores.Describe(result)}.");
        Show(_validation, observer, stop);
    }

    private void Show(Evaluator evaluator, ITrainingObserver observer, CancellationToken stop)
    {
        if (evaluator.Draw(_state, stop) is { } picture)
            observer.Picture(Step, picture);
    }
}
