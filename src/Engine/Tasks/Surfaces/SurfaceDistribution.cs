using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>Random surfaces with random starts (paper App. D).</summary>
/// <param name="spec">The run's spec.</param>
internal sealed class SurfaceDistribution(RunSpec spec) : ITaskDistribution
{
    private readonly SurfaceLearner _learner = new(spec);

    /// <inheritdoc/>
    public Learner Learner => _learner;

    /// <inheritdoc/>
    public int EvaluationSteps => spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int index, Placement place) =>
        Task(RandomStream.Derive(spec.Seed, StreamPurpose.TrainTask, metaStep, index), place);

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int index, Placement place) =>
        Task(RandomStream.Derive(spec.Seed, split == ClassSplit.Test ? StreamPurpose.TestTask : StreamPurpose.ValidationTask, index), place);

    /// <summary>
    /// <c>plainLoss</c>: mean height where plain descent ends; <c>lost</c>: part of the starts from which it ends lower than the warped;
    /// <c>difference</c>: mean height of warped minus plain.
    /// </summary>
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Details(IReadOnlyList<Judgement[]> tasks) => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["plainLoss"] = tasks.Average(task => task[^1].Parts![0]),
        ["lost"] = tasks.Average(task => task[^1].Parts![1]),
        ["difference"] = tasks.Average(task => task[^1].Parts![2]),
    };

    /// <inheritdoc/>
    public TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop) =>
        SurfacePictures.Draw(spec, _learner, ((SurfaceTask)task).OfFirst, new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), EvaluationSteps), parameters.Phi, stop);

    private SurfaceTask Task(RandomStream random, Placement place)
    {
        var (settings, surface) = (spec.Task.Surface, Surface.Draw(random, spec.Task.Surface.AsPrinted));
        (double, double)[] starts = [.. Enumerable.Range(0, settings.Starts)
            .Select(_ => (random.NextDouble(-settings.Range, settings.Range), random.NextDouble(-settings.Range, settings.Range)))];
        return new SurfaceTask(spec, _learner, surface, starts, place);
    }
}
