using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Adaptation;

/// <summary>Losses of a few-shot task: L_task on the support set, L_meta on the query set.</summary>
/// <param name="learner">The learner.</param>
/// <param name="task">The task.</param>
public sealed class FewShotLosses(Learner learner, TaskTensors task) : ITaskLosses
{
    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.SupportLoss(theta, phi, task);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => F.cross_entropy(learner.QueryLogits(theta, phi, task), task.QueryLabels);

    /// <summary>The same losses for adapting: the passes over the support set also feed running statistics, where the learner has them.</summary>
    /// <param name="running">Receives the statistics.</param>
    public ITaskLosses Feeding(RunningStatistics running) => new Adapting(this, learner, task, running);

    /// <summary>Judges a point on the query set, without a graph.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="running">Statistics gathered on the way to θ.</param>
    public Judgement Judge(ParameterSet theta, ParameterSet phi, RunningStatistics running)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var logits = learner.QueryLogits(theta, phi, task, running);
        var correct = logits.argmax(1).eq(task.QueryLabels).sum().Number();
        return new Judgement(F.cross_entropy(logits, task.QueryLabels).Number(), correct / task.QueryCount);
    }

    private sealed class Adapting(FewShotLosses losses, Learner learner, TaskTensors task, RunningStatistics running) : ITaskLosses
    {
        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.SupportLoss(theta, phi, task, running);

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => losses.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => losses.FinalLoss(theta, phi);
    }
}
