using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>Few-shot regression of sine curves of random amplitude and phase.</summary>
/// <param name="spec">The run's Spec.</param>
internal sealed class Sinusoids(RunSpec spec) : SeededTasks(spec)
{
    private readonly CurveLearner _learner = new(spec);

    /// <inheritdoc/>
    public override Learner Learner => _learner;

    /// <inheritdoc/>
    public override int TestSteps => Spec.Evaluation.TestSteps(EvaluationSteps);

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        var curve = (SinusoidTask)task;
        var x = CurvePictures.Grid(-Spec.Task.Sinusoid.Range, Spec.Task.Sinusoid.Range);
        var fits = CurvePictures.Fits(_learner, task, Inner, parameters, x, CurvePictures.Shown(EvaluationSteps), stop);
        return new CurvePicture(CurvePictures.Numbers(curve.Support.X), CurvePictures.Numbers(curve.Support.Y), x, curve.Curve.At(x), fits);
    }

    private protected override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        var curve = SineCurve.Draw(Spec.Task.Sinusoid, random);
        var support = Points(curve, Spec.Task.Shots, Spec.Task.Sinusoid.Noise, random, place);
        return new SinusoidTask(_learner, curve, support, Points(curve, Spec.Task.Queries, 0, random, place));
    }

    private CurvePoints Points(SineCurve curve, int count, double noise, RandomStream random, Placement place)
    {
        var range = Spec.Task.Sinusoid.Range;
        double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble(-range, range))];
        return CurvePoints.Of(x, Array.ConvertAll(x, input => curve[input] + (noise > 0 ? noise * random.NextNormal() : 0)), place).Detached();
    }
}
