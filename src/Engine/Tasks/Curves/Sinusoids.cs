using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>Few-shot regression of sine curves of random amplitude and phase.</summary>
/// <param name="spec">The run's Spec.</param>
internal sealed class Sinusoids(RunSpec spec) : CurveTasks(spec)
{
    /// <inheritdoc/>
    public override int TestSteps => Spec.Evaluation.TestSteps(EvaluationSteps);

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        var curve = (SinusoidTask)task;
        var x = CurvePictures.Grid(-Spec.Task.Sinusoid.Range, Spec.Task.Sinusoid.Range);
        var fits = CurvePictures.Fits(Curves, task, Inner, parameters, x, CurvePictures.Shown(EvaluationSteps), stop);
        return new CurvePicture(CurvePictures.Numbers(curve.Support.X), CurvePictures.Numbers(curve.Support.Y), x, curve.Curves[0].At(x), fits);
    }

    private protected override IMetaTask Together(IReadOnlyList<RandomStream> streams, Placement place)
    {
        (SineCurve Curve, Drawn Support, Drawn Query)[] tasks = [.. streams.Select(random =>
        {
            var curve = SineCurve.Draw(Spec.Task.Sinusoid, random);
            return (curve, Draw(curve, Spec.Task.Shots, Spec.Task.Sinusoid.Noise, random), Draw(curve, Spec.Task.Queries, 0, random));
        })];
        using var scope = torch.NewDisposeScope();
        return new SinusoidTask(
            Curves, [.. tasks.Select(task => task.Curve)], Points(tasks.Select(task => task.Support)), Points(tasks.Select(task => task.Query)));

        CurvePoints Points(IEnumerable<Drawn> drawn) => CurvePoints.Of([.. drawn.Select(points => points.X)], [.. drawn.Select(points => points.Y)], place).Detached();
    }

    private Drawn Draw(SineCurve curve, int count, double noise, RandomStream random)
    {
        var range = Spec.Task.Sinusoid.Range;
        double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble(-range, range))];
        return new Drawn(x, Array.ConvertAll(x, input => curve[input] + (noise > 0 ? noise * random.NextNormal() : 0)));
    }

    /// <summary>Points of one curve.</summary>
    private readonly record struct Drawn(double[] X, double[] Y);
}
