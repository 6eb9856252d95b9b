using WarpGrad.Engine.Evaluation;

namespace WarpGrad.Engine;

/// <summary>Hears how a training run goes. Called on the training thread, so it should be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>New points of metric series.</summary>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="values">Value by <see cref="MetricNames"/>.</param>
    void Metrics(long step, IReadOnlyDictionary<string, double> values);

    /// <summary>A line worth telling the person who follows the run.</summary>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="message">The line.</param>
    void Log(long step, string message);

    /// <summary>The moment to save; <see cref="MetaTrainer.WriteState"/> and <see cref="MetaTrainer.WriteModel"/> may be called.</summary>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="trainer">The trainer.</param>
    void Checkpoint(long step, MetaTrainer trainer);
}

/// <summary>Hears and keeps nothing.</summary>
public sealed class SilentObserver : ITrainingObserver
{
    /// <inheritdoc/>
    public void Metrics(long step, IReadOnlyDictionary<string, double> values)
    {
    }

    /// <inheritdoc/>
    public void Log(long step, string message)
    {
    }

    /// <inheritdoc/>
    public void Checkpoint(long step, MetaTrainer trainer)
    {
    }
}

/// <summary>How a call of <see cref="MetaTrainer.Run"/> ended.</summary>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Completed">False when it was stopped and can go on later.</param>
/// <param name="Test">Quality on test tasks, when completed.</param>
public sealed record TrainingResult(long Step, bool Completed, EvaluationResult? Test);

/// <summary>Names of the metric series of a run.</summary>
public static class MetricNames
{
    /// <summary>Query loss of training tasks before and after adaptation.</summary>
    public const string TrainLossBefore = "train.loss.before", TrainLossAfter = "train.loss.after";

    /// <summary>Query accuracy of training tasks before and after adaptation.</summary>
    public const string TrainAccuracyBefore = "train.accuracy.before", TrainAccuracyAfter = "train.accuracy.after";

    /// <summary>Mean meta-objective: of the warp over its trajectory points, or of the whole adaptation over tasks.</summary>
    public const string WarpObjective = "warp.objective";

    /// <summary>Size in MiB of the trajectory points kept for replay.</summary>
    public const string StoredMegabytes = "warp.storeMegabytes";

    /// <summary>Query loss of validation tasks before and after adaptation.</summary>
    public const string ValidationLossBefore = "validation.loss.before", ValidationLossAfter = "validation.loss.after";

    /// <summary>Query accuracy of validation tasks before and after adaptation.</summary>
    public const string ValidationAccuracyBefore = "validation.accuracy.before", ValidationAccuracyAfter = "validation.accuracy.after";

    /// <summary>Training tasks per second, evaluation not counted.</summary>
    public const string TasksPerSecond = "tasksPerSecond";
}
