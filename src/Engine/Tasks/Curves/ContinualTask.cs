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
/// A curve learned interval by interval (paper §4.3 c.2): L_task is the error on fresh points of the present interval, L_meta the mean
/// error over all intervals up to it, so that warps learn to keep what was learned before.
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="curve">The true curve.</param>
/// <param name="seed">Seed of the points.</param>
/// <param name="place">Where tensors are to live.</param>
internal sealed class ContinualTask(RunSpec spec, CurveLearner learner, SineCurve curve, long seed, Placement place) : IMetaTask
{
    private const int Adapting = 0, Meta = 1;

    /// <summary>The true curve.</summary>
    public SineCurve Curve => curve;

    private int Parts => spec.Task.Continual.SubTasks;

    /// <summary>The sub-task that a step belongs to.</summary>
    /// <param name="step">Adaptation step.</param>
    public int PartOf(int step) => Math.Min(step * Parts / spec.InnerLoop.Steps, Parts - 1);

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(Adapting, step, PartOf(step), PartOf(step), theta, phi);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(Meta, step, 0, PartOf(step), theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Loss(Meta, spec.InnerLoop.Steps, 0, Parts - 1, theta, phi);

    /// <inheritdoc/>
    public void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        learner.Output(theta, phi, Points(Meta, 0, 0, Parts - 1).X, entered);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this);

    /// <summary>Error on each interval, on evenly spaced points.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public double[] Errors(ParameterSet theta, ParameterSet phi)
    {
        var count = spec.Task.Queries;
        double[] x = [.. Enumerable.Range(0, Parts * count).Select(i => Intervals.Point(spec.Task.Continual, i / count, (i % count + 0.5) / count))];
        var outputs = learner.Outputs(theta, phi, x);
        return [.. Enumerable.Range(0, Parts).Select(part => Enumerable.Range(part * count, count).Average(i => (outputs[i] - curve[x[i]]) * (outputs[i] - curve[x[i]])))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Mean error over the intervals from first to last, on a batch of fresh points of each.</summary>
    private Tensor Loss(int purpose, int step, int first, int last, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        return learner.Loss(theta, phi, Points(purpose, step, first, last)).MoveToOuterDisposeScope();
    }

    /// <summary>A batch of fresh points of each interval from first to last.</summary>
    private CurvePoints Points(int purpose, int step, int first, int last)
    {
        var random = RandomStream.Derive(seed, StreamPurpose.Batches, purpose, step);
        double[] x = [.. Enumerable.Range(first, last - first + 1)
            .SelectMany(part => Enumerable.Range(0, spec.Task.Batch).Select(_ => Intervals.Point(spec.Task.Continual, part, random.NextDouble())))];
        return CurvePoints.Of(x, curve.At(x), place);
    }

    private sealed class Passage(ContinualTask task) : PlainPassage(task)
    {
        public override Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            var errors = task.Errors(theta, phi);
            return new Judgement(errors.Average(), errors.Average(), errors);
        }
    }
}
