using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// The warp objective at one trajectory point (paper §2.4). Points are independent samples: nothing is differentiated from one to
/// the point before it, so cost and memory do not depend on the length of the trajectory.
/// </summary>
public abstract class WarpObjective
{
    /// <summary>Eq. 11: L_meta(θ_k − α∇L_task(θ_k; φ); φ), differentiated through the step as well.</summary>
    public static WarpObjective Exact { get; } = new ExactObjective();

    /// <summary>Eq. 12: the same with the stepped point held constant.</summary>
    public static WarpObjective FirstOrder { get; } = new FirstOrderObjective();

    /// <summary>No look-ahead step: ∇_φ L_task(θ_k; φ), the form that the authors' code calls approximate.</summary>
    public static WarpObjective NoStep { get; } = new NoStepObjective();

    /// <summary>The objective of a spec.</summary>
    /// <param name="kind">Which.</param>
    public static WarpObjective Of(WarpObjectiveKind kind) => kind switch
    {
        WarpObjectiveKind.Exact => Exact,
        WarpObjectiveKind.FirstOrder => FirstOrder,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown warp objective."),
    };

    /// <summary>Gradient with respect to φ at one point; θ_k is a constant.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="step">Index k of the point.</param>
    /// <param name="theta">θ_k.</param>
    /// <param name="phi">φ.</param>
    /// <param name="optimizer">The inner step.</param>
    /// <param name="ahead">
    /// θ_{k+1} where it is known to be the step from θ_k under this very φ and data; spares Eq. 12 the inner gradient.
    /// </param>
    public WarpGradient Gradient(ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, InnerSgd optimizer, ParameterSet? ahead = null)
    {
        using var scope = torch.NewDisposeScope();
        var leaves = phi.AsLeaves();
        var loss = Objective(losses, step, theta, leaves, optimizer, ahead);
        return new WarpGradient(leaves.GradientOf(loss).MoveToOuterScope(), loss.Number());
    }

    /// <summary>The scalar to differentiate with respect to <paramref name="phi"/>.</summary>
    private protected abstract Tensor Objective(
        ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, InnerSgd optimizer, ParameterSet? ahead);

    private sealed class ExactObjective : WarpObjective
    {
        private protected override Tensor Objective(
            ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, InnerSgd optimizer, ParameterSet? ahead)
        {
            var leaves = theta.AsLeaves();
            var gradient = leaves.GradientOf(losses.TaskLoss(step, leaves, phi), keepGraph: true);
            return losses.MetaLoss(step, optimizer.Step(theta, gradient), phi);
        }
    }

    private sealed class FirstOrderObjective : WarpObjective
    {
        private protected override Tensor Objective(
            ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, InnerSgd optimizer, ParameterSet? ahead) =>
            losses.MetaLoss(step, ahead ?? optimizer.Take(losses, step, theta, phi.Detached()).Next, phi);
    }

    private sealed class NoStepObjective : WarpObjective
    {
        private protected override Tensor Objective(
            ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, InnerSgd optimizer, ParameterSet? ahead) =>
            losses.TaskLoss(step, theta, phi);
    }
}

/// <summary>The warp objective at one point.</summary>
/// <param name="Gradient">Its gradient with respect to φ, to be descended.</param>
/// <param name="Objective">Its value.</param>
public readonly record struct WarpGradient(ParameterSet Gradient, double Objective) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Gradient.Dispose();
}
