using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>Curves to fit to a few points each: L_task on the support points, L_meta on the query points.</summary>
/// <param name="learner">The learner.</param>
/// <param name="curves">The true curves.</param>
/// <param name="support">Support points of each; the task takes them over.</param>
/// <param name="query">Query points of each; the task takes them over.</param>
internal sealed class SinusoidTask(CurveLearner learner, IReadOnlyList<SineCurve> curves, CurvePoints support, CurvePoints query) : CurveTask(learner, curves)
{
    /// <summary>Support points.</summary>
    public CurvePoints Support => support;

    /// <inheritdoc/>
    public override Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public override Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Learner.Loss(theta, phi, query);

    /// <inheritdoc/>
    public override void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        Learner.Output(theta, phi, support.X, entered);

    /// <inheritdoc/>
    public override void Dispose()
    {
        support.Dispose();
        query.Dispose();
    }

    private protected override Tensor TaskLosses(int step, ParameterSet theta, ParameterSet phi) => Learner.Losses(theta, phi, support);

    private protected override IReadOnlyList<Judgement> JudgeEach(ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return [.. Learner.Losses(theta, phi, query).Numbers().Select(error => new Judgement(error, error))];
    }
}
