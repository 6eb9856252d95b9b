using System.Diagnostics;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Probing;

/// <summary>
/// Predicts what a run will cost by doing a little of it. Memory is that of the process, so a probe belongs in a process of its own,
/// which nothing but the probe has used before.
/// </summary>
public static class RunProbe
{
    private const string DatasetPath = "task.dataset";
    private const int MostSteps = 20;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    // Inner steps between which the growth of a graph through the whole path is measured.
    private const int FewSteps = 2, MoreSteps = 6;

    /// <summary>Measures time and memory of a run.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="data">Images of the dataset's shape and class table; null for families that need none.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>All but what a method through the path would need.</returns>
    public static RunEstimate Measure(RunSpec spec, PackedImages? data, CancellationToken stop)
    {
        var endless = Endless(spec);
        var heard = new Listener();
        double stepSeconds = 0, taskSeconds;
        long? peak;
        using (var trainer = MetaTrainer.Create(endless, data))
        {
            // Everything of a new kind runs slowly once.
            if (spec.MetaLearner.Algorithm != MetaAlgorithm.None)
                trainer.Run(heard, stop, until: 1);
            trainer.TimeValidation(Environment.ProcessorCount, stop);
            peak = PeakMemory.During(() =>
            {
                if (spec.MetaLearner.Algorithm != MetaAlgorithm.None)
                    stepSeconds = TimeSteps(trainer, heard, stop);
            });
            var tasks = Math.Clamp((int)(Enough / Max(trainer.TimeValidation(Environment.ProcessorCount, stop), TimeSpan.FromMilliseconds(1))), 1, 10) * Environment.ProcessorCount;
            taskSeconds = trainer.TimeValidation(tasks, stop).TotalSeconds / tasks;
        }

        return new RunEstimate(stepSeconds, taskSeconds, Seconds(spec, stepSeconds, taskSeconds), peak / Mebi, heard.StoredMegabytes, null);
    }

    /// <summary>Measures what a method would need that differentiates through the adaptation path.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="data">Images of the dataset's shape and class table; null for families that need none.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Mebibytes; null where such a method cannot run, or where the run is one.</returns>
    public static double? MeasureThroughPath(RunSpec spec, PackedImages? data, CancellationToken stop) => ThroughPath(Endless(spec), data, stop) / Mebi;

    private const double Mebi = 1 << 20;

    /// <summary>The schedule must not end, and nothing but meta-steps may be in the time.</summary>
    private static RunSpec Endless(RunSpec spec) => spec with
    {
        StartFrom = null,
        OuterLoop = spec.OuterLoop with { MetaSteps = int.MaxValue, MaxMinutes = 0 },
        Evaluation = spec.Evaluation with { Interval = int.MaxValue, CheckpointInterval = int.MaxValue, Tasks = Environment.ProcessorCount },
    };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static double TimeSteps(MetaTrainer trainer, Listener heard, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var first = trainer.Step;
        do
            trainer.Run(heard, stop, until: trainer.Step + 1);
        while (clock.Elapsed < Enough && trainer.Step - first < MostSteps);
        stop.ThrowIfCancellationRequested();
        return clock.Elapsed.TotalSeconds / (trainer.Step - first);
    }

    /// <summary>Meta-steps, the evaluations between them, and the test at the end.</summary>
    private static double Seconds(RunSpec spec, double step, double task)
    {
        var steps = spec.MetaLearner.Algorithm == MetaAlgorithm.None ? 0 : spec.OuterLoop.MetaSteps;
        var training = steps * step;
        if (spec.OuterLoop.MaxMinutes > 0)
            training = Math.Min(training, spec.OuterLoop.MaxMinutes * 60);
        var evaluations = 1 + (step > 0 ? training / step / spec.Evaluation.Interval : 0);
        return training + (evaluations * spec.Evaluation.Tasks + spec.Evaluation.FinalTasks) * task;
    }

    /// <summary>
    /// Bytes that a method would need that differentiates through the adaptation path, as MAML does: it holds the graph of every step,
    /// so its need grows in proportion to the steps. Null where such a method cannot run, or where the run is one.
    /// </summary>
    private static double? ThroughPath(RunSpec spec, PackedImages? data, CancellationToken stop)
    {
        var meta = spec.MetaLearner with { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml, Pretraining = 0 };
        if (spec.MetaLearner == meta || spec.InnerLoop.Steps < 1)
            return null;
        var (few, more) = (With(FewSteps), With(MoreSteps));
        // Only the shape of the dataset is known here.
        if (SpecValidator.Validate(more with { OuterLoop = more.OuterLoop with { MetaSteps = 1 }, Evaluation = new EvaluationSpec() }).Any(error => error.Path != DatasetPath))
            return null;
        return Peak(few) is { } low && Peak(more) is { } high ? low + (high - low) / (MoreSteps - FewSteps) * (spec.InnerLoop.Steps - FewSteps) : null;

        RunSpec With(int steps) => spec with { MetaLearner = meta, InnerLoop = spec.InnerLoop with { Steps = steps } };

        double? Peak(RunSpec unrolled)
        {
            using var trainer = MetaTrainer.Create(unrolled, data);
            return PeakMemory.During(() => trainer.Run(new SilentObserver(), stop, until: 2));
        }
    }

    private sealed class Listener : SilentObserver
    {
        public double StoredMegabytes { get; private set; }

        public override void Metrics(long step, IReadOnlyDictionary<string, double> values)
        {
            if (values.TryGetValue(MetricNames.StoredMegabytes, out var stored))
                StoredMegabytes = stored;
        }
    }
}
