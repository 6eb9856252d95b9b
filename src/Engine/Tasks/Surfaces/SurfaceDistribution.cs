using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>Random surfaces with random starts (paper App. D).</summary>
/// <param name="spec">The run's Spec.</param>
internal sealed class SurfaceDistribution(RunSpec spec) : SeededTasks(spec)
{
    private readonly SurfaceLearner _learner = new(spec);

    /// <inheritdoc/>
    public override Learner Learner => _learner;

    /// <summary>
    /// <c>plainLoss</c>: mean height where plain descent ends; <c>lost</c>: part of the starts from which it ends lower than the warped;
    /// <c>difference</c>: mean height of warped minus plain.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Details(IReadOnlyList<Judgement[]> tasks) => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["plainLoss"] = tasks.Average(task => task[^1].Parts![0]),
        ["lost"] = tasks.Average(task => task[^1].Parts![1]),
        ["difference"] = tasks.Average(task => task[^1].Parts![2]),
    };

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop) =>
        SurfacePictures.Draw(Spec, _learner, ((SurfaceTask)task).OfFirst, Inner, parameters.Phi, stop);

    private protected override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place)
    {
        var (settings, surface) = (Spec.Task.Surface, Surface.Draw(random, Spec.Task.Surface.AsPrinted));
        (double, double)[] starts = [.. Enumerable.Range(0, settings.Starts)
            .Select(_ => (random.NextDouble(-settings.Range, settings.Range), random.NextDouble(-settings.Range, settings.Range)))];
        return new SurfaceTask(Spec, _learner, surface, starts, place);
    }
}
