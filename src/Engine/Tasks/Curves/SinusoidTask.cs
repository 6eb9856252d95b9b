using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>A curve to fit to a few points: L_task on the support points, L_meta on the query points.</summary>
/// <param name="learner">The learner.</param>
/// <param name="curve">The true curve.</param>
/// <param name="support">Support points; the task takes them over.</param>
/// <param name="query">Query points; the task takes them over.</param>
internal sealed class SinusoidTask(CurveLearner learner, SineCurve curve, CurvePoints support, CurvePoints query) : IMetaTask
{
    /// <summary>The true curve.</summary>
    public SineCurve Curve => curve;

    /// <summary>Support points.</summary>
    public CurvePoints Support => support;

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.Loss(theta, phi, support);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => learner.Loss(theta, phi, query);

    /// <inheritdoc/>
    public void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        learner.Output(theta, phi, support.X, entered);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        support.Dispose();
        query.Dispose();
    }

    private sealed class Passage(SinusoidTask task) : PlainPassage(task)
    {
        public override Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var error = task.FinalLoss(theta, phi).Number();
            return new Judgement(error, error);
        }
    }
}
