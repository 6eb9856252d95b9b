using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>Few-shot regression of sine curves of random amplitude and phase.</summary>
/// <param name="spec">The run's spec.</param>
internal sealed class Sinusoids(RunSpec spec) : ITaskDistribution
{
    private readonly CurveLearner _learner = new(spec);

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

    /// <inheritdoc/>
    public TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        var curve = (SinusoidTask)task;
        var x = CurvePictures.Grid(-spec.Task.Sinusoid.Range, spec.Task.Sinusoid.Range);
        var fits = CurvePictures.Fits(_learner, task, new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), EvaluationSteps), parameters, x, CurvePictures.Shown(EvaluationSteps), stop);
        return new CurvePicture(CurvePictures.Numbers(curve.Support.X), CurvePictures.Numbers(curve.Support.Y), x, curve.Curve.At(x), fits);
    }

    private SinusoidTask Task(RandomStream random, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        var curve = SineCurve.Draw(spec.Task.Sinusoid, random);
        var support = Points(curve, spec.Task.Shots, spec.Task.Sinusoid.Noise, random, place);
        return new SinusoidTask(_learner, curve, support, Points(curve, spec.Task.Queries, 0, random, place));
    }

    private CurvePoints Points(SineCurve curve, int count, double noise, RandomStream random, Placement place)
    {
        var range = spec.Task.Sinusoid.Range;
        double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble(-range, range))];
        return CurvePoints.Of(x, Array.ConvertAll(x, input => curve[input] + (noise > 0 ? noise * random.NextNormal() : 0)), place).Detached();
    }
}
