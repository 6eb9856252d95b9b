using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>The inner step θ_{k+1} = θ_k − α∇L_task(θ_k; φ), out of place.</summary>
/// <param name="rate">Step size α.</param>
public sealed class InnerSgd(double rate)
{
    /// <summary>The step itself, differentiable if <paramref name="gradient"/> is.</summary>
    /// <param name="theta">θ_k.</param>
    /// <param name="gradient">∇L_task at θ_k.</param>
    public ParameterSet Step(ParameterSet theta, ParameterSet gradient) =>
        theta.Zip(gradient, (value, slope) => value.Plus(slope, -rate));

    /// <summary>Takes one step and keeps no graph.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="theta">θ_k.</param>
    /// <param name="phi">φ, fixed.</param>
    /// <returns>θ_{k+1}, the loss at θ_k and its gradient there.</returns>
    public InnerStep Take(ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var leaves = theta.AsLeaves();
        var loss = losses.TaskLoss(step, leaves, phi);
        var gradient = leaves.GradientOf(loss);
        var next = Step(theta, gradient);
        return new InnerStep(next.MoveToOuterScope(), loss.Number(), gradient.MoveToOuterScope());
    }
}

/// <summary>Outcome of one inner step.</summary>
/// <param name="Next">θ_{k+1}.</param>
/// <param name="Loss">L_task(θ_k).</param>
/// <param name="Gradient">∇L_task(θ_k).</param>
public readonly record struct InnerStep(ParameterSet Next, double Loss, ParameterSet Gradient);
