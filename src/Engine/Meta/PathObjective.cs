using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// An objective of the initialisation whose gradient is read off the adaptation path, without differentiating through it: Leap and
/// Reptile. One instance follows one path, step by step, and keeps one step at most.
/// </summary>
/// <param name="start">θ_0 of the task.</param>
public abstract class PathObjective(ParameterSet start) : IDisposable
{
    /// <summary>The gradient so far.</summary>
    private protected ParameterSet Sum { get; private set; } = start.ZerosLike().DetachFromScope();

    /// <summary>The objective of a spec; null where there is none or it is differentiated through the path.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="start">θ_0 of the task.</param>
    /// <param name="passage">The passage whose steps it will be shown.</param>
    public static PathObjective? Begin(InitializationObjective kind, ParameterSet start, ITaskPassage passage) => kind switch
    {
        InitializationObjective.Leap => Leap(start, new LeapForm(WithLoss: true), passage),
        InitializationObjective.SimplifiedLeap => Leap(start, LeapForm.Authors, passage),
        InitializationObjective.Reptile => new ReptilePath(start),
        _ => null,
    };

    private static PathObjective Leap(ParameterSet start, LeapForm form, ITaskPassage passage) =>
        passage is IStackPassage stack ? new StackedLeapPath(start, form, stack) : new LeapPath(start, form);

    /// <summary>Whether the loss at the end of the path is needed.</summary>
    public virtual bool ReadsFinalLoss => false;

    /// <summary>Takes in a step. To be handed to <see cref="InnerLoop"/>.</summary>
    /// <param name="step">The step.</param>
    public abstract void Visit(PathStep step);

    /// <summary>Ends the path.</summary>
    /// <param name="finalLoss">L_task(θ_K), if <see cref="ReadsFinalLoss"/>.</param>
    public virtual void Finish(double finalLoss)
    {
    }

    /// <summary>Ends the path, with one more forward pass where the loss there is needed.</summary>
    /// <param name="losses">Losses of the task. They must not feed running statistics: the pass is no step of adaptation.</param>
    /// <param name="steps">Steps taken, K.</param>
    /// <param name="theta">θ_K.</param>
    /// <param name="phi">φ.</param>
    public virtual void Finish(ITaskLosses losses, int steps, ParameterSet theta, ParameterSet phi)
    {
        if (!ReadsFinalLoss)
            return;
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        Finish(losses.TaskLoss(steps, theta, phi).Number());
    }

    /// <summary>Gradient of what was taken in since the start or the last call, shaped like θ, to be descended; the caller owns it.</summary>
    public ParameterSet Take()
    {
        var taken = Sum;
        Sum = taken.ZerosLike().DetachFromScope();
        return taken;
    }

    /// <summary>The same gradient brought back to θ₀; the caller owns it.</summary>
    /// <param name="task">The task that was adapted to.</param>
    public ParameterSet TakeFor(IMetaTask task)
    {
        using var theta = Take();
        return task.ToInitialization(theta).DetachFromScope();
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Sum.Dispose();
}
