using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>
/// Curves to learn, one or several that are computed in one batch. Of several θ has the curves as its first dimension, and every loss is
/// the sum over them, so that one backward pass gives each curve the gradient it would have by itself.
/// </summary>
/// <param name="learner">The learner.</param>
/// <param name="curves">The true curves.</param>
internal abstract class CurveTask(CurveLearner learner, IReadOnlyList<SineCurve> curves) : IMetaTask
{
    /// <summary>The true curves.</summary>
    public IReadOnlyList<SineCurve> Curves => curves;

    /// <inheritdoc cref="ITaskLosses.Count"/>
    public int Count => curves.Count;

    private protected CurveLearner Learner => learner;

    /// <inheritdoc/>
    public ParameterSet Start(ParameterSet initialization) =>
        Count == 1 ? initialization.Clone() : initialization.Map(tensor => torch.stack(Enumerable.Repeat(tensor, Count)));

    /// <inheritdoc/>
    public ParameterSet ToInitialization(ParameterSet gradient) => gradient.Map(tensor => Count == 1 ? tensor.alias() : tensor.sum(0L));

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => TaskLosses(step, theta, phi).sum();

    /// <inheritdoc/>
    public abstract Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi);

    /// <inheritdoc/>
    public abstract Tensor FinalLoss(ParameterSet theta, ParameterSet phi);

    /// <inheritdoc/>
    public abstract void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered);

    /// <inheritdoc/>
    public ITaskPassage Begin() => Count == 1 ? new Passage(this) : new StackPassage(this);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>L_task of each curve [curves].</summary>
    /// <param name="step">Adaptation step, from 0.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    private protected abstract Tensor TaskLosses(int step, ParameterSet theta, ParameterSet phi);

    /// <summary>Judges each curve, without a graph.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    private protected abstract IReadOnlyList<Judgement> JudgeEach(ParameterSet theta, ParameterSet phi);

    private class Passage(CurveTask task) : ITaskPassage
    {
        public int Count => task.Count;

        private protected CurveTask Task => task;

        public virtual Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TaskLoss(step, theta, phi);

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);

        public Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            var each = JudgeEach(step, theta, phi);
            return each is [var only] ? only : new Judgement(each.Average(one => one.Loss), each.Average(one => one.Score));
        }

        public IReadOnlyList<Judgement> JudgeEach(int step, ParameterSet theta, ParameterSet phi) => task.JudgeEach(theta, phi);

        public virtual void Dispose()
        {
        }
    }

    /// <summary>Keeps the loss of each curve at the last step beside their sum.</summary>
    private sealed class StackPassage(CurveTask task) : Passage(task), IStackPassage
    {
        private Tensor? _last;

        public Tensor LastLosses => _last!;

        public override Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi)
        {
            var losses = Task.TaskLosses(step, theta, phi);
            _last?.Dispose();
            _last = losses.detach().DetachFromDisposeScope();
            return losses.sum();
        }

        public Tensor LossesAt(int step, ParameterSet theta, ParameterSet phi)
        {
            using var quiet = torch.no_grad();
            return Task.TaskLosses(step, theta, phi);
        }

        public override void Dispose() => _last?.Dispose();
    }
}
