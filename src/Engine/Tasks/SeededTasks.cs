using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>A distribution whose tasks are drawn from a random stream each and need no other choice.</summary>
/// <param name="spec">The run's spec.</param>
public abstract class SeededTasks(RunSpec spec) : ITaskDistribution
{
    private protected RunSpec Spec => spec;

    /// <inheritdoc/>
    public abstract Learner Learner { get; }

    /// <inheritdoc/>
    public virtual int Classes => 0;

    /// <inheritdoc/>
    public virtual int EvaluationSteps => spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public virtual int TestSteps => EvaluationSteps;

    /// <inheritdoc/>
    public virtual IMetaTask Training(long metaStep, int index, Placement place) =>
        Task(null, TrainingStream(metaStep, index), place);

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int index, Placement place) =>
        Task(split, HeldOutStream(split, index), place);

    /// <inheritdoc/>
    public abstract TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop);

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<string, double> Details(IReadOnlyList<Judgement[]> tasks) => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public virtual void WatchWarps(IMetaTask task, MetaParameters parameters, WarpStatistics statistics, CancellationToken stop)
    {
    }

    private protected RandomStream TrainingStream(long metaStep, int index) => RandomStream.Derive(spec.Seed, StreamPurpose.TrainTask, metaStep, index);

    private protected RandomStream HeldOutStream(ClassSplit split, int index) => RandomStream.Derive(spec.Seed, RandomStream.HeldOut(split), index);

    /// <summary>Draws a task.</summary>
    /// <param name="heldOut">Split of a held-out task; null for training.</param>
    /// <param name="random">Stream of that task alone.</param>
    /// <param name="place">Where its tensors are to live.</param>
    private protected abstract IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place);

    /// <summary>Adaptation to held-out tasks.</summary>
    private protected InnerLoop Inner => new(InnerOptimizer.Of(spec.InnerLoop), EvaluationSteps);
}
