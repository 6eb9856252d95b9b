using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Runs;

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

    /// <summary>What the learner does on one held-out task.</summary>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="picture">The picture.</param>
    void Picture(long step, TaskPicture picture);

    /// <summary>The moment to save; <see cref="MetaTrainer.WriteState"/> and <see cref="MetaTrainer.WriteModel"/> may be called.</summary>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="trainer">The trainer.</param>
    void Checkpoint(long step, MetaTrainer trainer);
}

/// <summary>Hears and keeps nothing.</summary>
public class SilentObserver : ITrainingObserver
{
    /// <inheritdoc/>
    public virtual void Metrics(long step, IReadOnlyDictionary<string, double> values)
    {
    }

    /// <inheritdoc/>
    public void Log(long step, string message)
    {
    }

    /// <inheritdoc/>
    public void Picture(long step, TaskPicture picture)
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
/// <param name="TestScores">Score after adaptation of every test task, in the order of the tasks, when completed.</param>
public sealed record TrainingResult(long Step, bool Completed, EvaluationSummary? Test, double[]? TestScores);
