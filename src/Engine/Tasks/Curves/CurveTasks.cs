using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>A distribution of curves, any number of which can be computed in one batch.</summary>
/// <param name="spec">The run's spec.</param>
internal abstract class CurveTasks(RunSpec spec) : SeededTasks(spec), ITaskDistribution
{
    /// <summary>Held-out curves in one batch: with more, telling the processor what to do is no longer what takes the time.</summary>
    private const int MostJudgedTogether = 32;

    /// <inheritdoc/>
    public override Learner Learner => Curves;

    /// <summary>The learner of curves.</summary>
    private protected CurveLearner Curves { get; } = new(spec);

    /// <inheritdoc/>
    public int StackOn(Placement place, int? wanted = null) =>
        // Whether a step is clipped is decided for each curve by itself.
        Spec.InnerLoop.ClipNorm > 0 ? 1 : wanted ?? MostJudgedTogether;

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int first, int count, Placement place) =>
        Together([.. Enumerable.Range(first, count).Select(index => TrainingStream(metaStep, index))], place);

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int first, int count, Placement place) =>
        Together([.. Enumerable.Range(first, count).Select(index => HeldOutStream(split, index))], place);

    /// <summary>Draws a curve from each stream, as one task.</summary>
    /// <param name="streams">Stream of each curve alone.</param>
    /// <param name="place">Where tensors are to live.</param>
    private protected abstract IMetaTask Together(IReadOnlyList<RandomStream> streams, Placement place);

    private protected sealed override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place) => Together([random], place);
}
