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
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) =>
        F.cross_entropy(learner.QueryLogits(theta, phi, task), task.QueryLabels);

    /// <summary>Judges a point on the query set, without a graph.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public Judgement Judge(ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var logits = learner.QueryLogits(theta, phi, task);
        var correct = logits.argmax(1).eq(task.QueryLabels).sum().Number();
        return new Judgement(F.cross_entropy(logits, task.QueryLabels).Number(), correct / task.QueryCount);
    }
}

/// <summary>Quality of one point on one task's queries.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Part of the queries answered right.</param>
public readonly record struct Judgement(double Loss, double Accuracy);
