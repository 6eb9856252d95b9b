using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>
/// Curves learned interval by interval (paper §4.3 c.2): L_task is the error on fresh points of the present interval, L_meta the mean
/// error over all intervals up to it, so that warps learn to keep what was learned before.
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="curves">The true curves.</param>
/// <param name="seeds">Seed of the points of each.</param>
/// <param name="place">Where tensors are to live.</param>
internal sealed class ContinualTask(RunSpec spec, CurveLearner learner, IReadOnlyList<SineCurve> curves, long[] seeds, Placement place)
    : CurveTask(learner, curves)
{
    private const int Adapting = 0, Meta = 1;

    private int Parts => spec.Task.Continual.SubTasks;

    /// <summary>The sub-task that a step belongs to.</summary>
    /// <param name="step">Adaptation step.</param>
    public int PartOf(int step) => Math.Min(step * Parts / spec.InnerLoop.Steps, Parts - 1);

    /// <inheritdoc/>
    public override Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => Losses(Meta, step, 0, PartOf(step), theta, phi).sum();

    /// <inheritdoc/>
    public override Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Losses(Meta, spec.InnerLoop.Steps, 0, Parts - 1, theta, phi).sum();

    /// <inheritdoc/>
    public override void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        Learner.Output(theta, phi, Points(Meta, 0, 0, Parts - 1).X, entered);

    /// <summary>Error of each curve on each interval, on evenly spaced points.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <returns>By curve, then by interval.</returns>
    public double[][] Errors(ParameterSet theta, ParameterSet phi)
    {
        var points = spec.Task.Queries;
        double[] x = [.. Enumerable.Range(0, Parts * points).Select(i => Intervals.Point(spec.Task.Continual, i / points, (i % points + 0.5) / points))];
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var outputs = Learner.Output(theta, phi, CurvePoints.Columns([.. Curves.Select(_ => x)], place)).Numbers();
        return [.. Curves.Select((curve, column) => Enumerable.Range(0, Parts)
            .Select(part => Enumerable.Range(part * points, points).Average(i => Square(outputs[i * Count + column] - curve[x[i]])))
            .ToArray())];
    }

    private protected override Tensor TaskLosses(int step, ParameterSet theta, ParameterSet phi) => Losses(Adapting, step, PartOf(step), PartOf(step), theta, phi);

    private protected override IReadOnlyList<Judgement> JudgeEach(ParameterSet theta, ParameterSet phi) =>
        [.. Errors(theta, phi).Select(errors => new Judgement(errors.Average(), errors.Average(), errors))];

    private static double Square(double number) => number * number;

    /// <summary>Mean error of each curve over the intervals from first to last, on a batch of fresh points of each.</summary>
    private Tensor Losses(int purpose, int step, int first, int last, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        return Learner.Losses(theta, phi, Points(purpose, step, first, last)).MoveToOuterDisposeScope();
    }

    /// <summary>A batch of fresh points of each interval from first to last, for each curve.</summary>
    private CurvePoints Points(int purpose, int step, int first, int last)
    {
        double[][] x = [.. seeds.Select(seed =>
        {
            var random = RandomStream.Derive(seed, StreamPurpose.Batches, purpose, step);
            return Enumerable.Range(first, last - first + 1)
                .SelectMany(part => Enumerable.Range(0, spec.Task.Batch).Select(_ => Intervals.Point(spec.Task.Continual, part, random.NextDouble())))
                .ToArray();
        })];
        return CurvePoints.Of(x, [.. Curves.Zip(x, (curve, inputs) => curve.At(inputs))], place);
    }
}
