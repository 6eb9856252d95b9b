using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using WarpGrad.Engine.Optimization;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// The warp objective at one trajectory point (paper §2.4), which also trains learned rates. Points are independent samples: nothing
/// is differentiated from one to the point before it, so cost and memory do not depend on the length of the trajectory.
/// </summary>
public abstract class WarpObjective
{
    /// <summary>Eq. 11: L_meta(θ_k − α∇L_task(θ_k; φ); φ), differentiated through the step as well.</summary>
    public static WarpObjective Exact { get; } = new LookAheadObjective(secondOrder: true);

    /// <summary>Eq. 12: the same with the inner gradient held constant. Learned rates still receive their gradient.</summary>
    public static WarpObjective FirstOrder { get; } = new LookAheadObjective(secondOrder: false);

    /// <summary>No look-ahead step: ∇_φ L_task(θ_k; φ), the form that the authors' code calls approximate.</summary>
    public static WarpObjective NoStep { get; } = new NoStepObjective();

    /// <summary>The objective of a spec; null for the one that is differentiated through the whole trajectory.</summary>
    /// <param name="kind">Which.</param>
    public static WarpObjective? Of(WarpObjectiveKind kind) => kind switch
    {
        WarpObjectiveKind.Exact => Exact,
        WarpObjectiveKind.FirstOrder => FirstOrder,
        WarpObjectiveKind.NoStep => NoStep,
        WarpObjectiveKind.Trajectory => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown warp objective."),
    };

    /// <summary>Gradient with respect to φ and ψ at one point; θ_k and the optimiser's state are constants.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="point">The point.</param>
    /// <param name="phi">φ.</param>
    /// <param name="rates">ψ, or empty.</param>
    /// <param name="optimizer">The look-ahead step.</param>
    /// <param name="ahead">
    /// θ_{k+1} where it is known to be the step from θ_k under this very φ and data; spares Eq. 12 the inner gradient.
    /// </param>
    /// <param name="keepStep">Whether the step from θ_k is wanted besides, to go on from there.</param>
    /// <returns>The gradient; its tensors belong to the enclosing dispose scope.</returns>
    public virtual WarpGradient Gradient(
        ITaskLosses losses, PathPoint point, ParameterSet phi, ParameterSet rates, InnerOptimizer optimizer, ParameterSet? ahead = null, bool keepStep = false)
    {
        using var scope = torch.NewDisposeScope();
        var (warps, learned) = (phi.AsLeaves(), rates.AsLeaves());
        var (loss, step) = Evaluate(losses, point, warps, learned, optimizer, ahead);
        var value = loss.Number();
        var gradients = ParameterSet.GradientsOf(loss, keepGraph: false, warps, learned);
        return new WarpGradient(gradients[0].MoveToOuterScope(), gradients[1].MoveToOuterScope(), value, keepStep && step is { } taken ? taken.Kept() : null);
    }

    /// <summary>The scalar to differentiate with respect to φ and ψ, and the look-ahead step if one was computed.</summary>
    private protected abstract (Tensor Loss, Lookahead? Step) Evaluate(
        ITaskLosses losses, PathPoint point, ParameterSet phi, ParameterSet rates, InnerOptimizer optimizer, ParameterSet? ahead);

    /// <summary>A step that is still part of the graph.</summary>
    private protected readonly record struct Lookahead(ParameterSet Next, Tensor Loss, ParameterSet Gradient, OptimizerState State)
    {
        /// <summary>The step as data, in the scope around the current one.</summary>
        public InnerStep Kept() => new(Keep(Next), Loss.Number(), Keep(Gradient), State.Map(Keep));

        private static ParameterSet Keep(ParameterSet set) => set.Detached().MoveToOuterScope();
    }

    private sealed class LookAheadObjective(bool secondOrder) : WarpObjective
    {
        private protected override (Tensor, Lookahead?) Evaluate(
            ITaskLosses losses, PathPoint point, ParameterSet phi, ParameterSet rates, InnerOptimizer optimizer, ParameterSet? ahead)
        {
            if (!secondOrder && ahead is not null && rates.Count == 0)
                return (losses.MetaLoss(point.Step, ahead, phi), null);
            var leaves = optimizer.Adapted(point.Theta).AsLeaves();
            var theta = point.Theta.Replaced(leaves);
            var loss = secondOrder
                ? SecondOrder.Expect(() => losses.TaskLoss(point.Step, theta, phi))
                : losses.TaskLoss(point.Step, theta, phi.Detached());
            var gradient = leaves.GradientOf(loss, keepGraph: secondOrder);
            var (next, state) = optimizer.Step(point.Theta, gradient, point.State, rates);
            return (losses.MetaLoss(point.Step, next, phi), new Lookahead(next, loss, gradient, state));
        }
    }

    private sealed class NoStepObjective : WarpObjective
    {
        /// <summary>The loss is also the one that adaptation descends, so where the step is wanted one pass gives both gradients.</summary>
        public override WarpGradient Gradient(
            ITaskLosses losses, PathPoint point, ParameterSet phi, ParameterSet rates, InnerOptimizer optimizer, ParameterSet? ahead = null, bool keepStep = false)
        {
            if (!keepStep)
                return base.Gradient(losses, point, phi, rates, optimizer, ahead);
            using var scope = torch.NewDisposeScope();
            var (leaves, warps) = (optimizer.Adapted(point.Theta).AsLeaves(), phi.AsLeaves());
            var loss = losses.TaskLoss(point.Step, point.Theta.Replaced(leaves), warps);
            var value = loss.Number();
            var gradients = ParameterSet.GradientsOf(loss, keepGraph: false, leaves, warps);
            using var quiet = torch.no_grad();
            var (next, state) = optimizer.Step(point.Theta, gradients[0], point.State, rates);
            var step = new InnerStep(next, value, gradients[0], state).MoveToOuterScope();
            return new WarpGradient(gradients[1].MoveToOuterScope(), rates.ZerosLike().MoveToOuterScope(), value, step);
        }

        private protected override (Tensor, Lookahead?) Evaluate(
            ITaskLosses losses, PathPoint point, ParameterSet phi, ParameterSet rates, InnerOptimizer optimizer, ParameterSet? ahead) =>
            (losses.TaskLoss(point.Step, point.Theta, phi), null);
    }
}

/// <summary>The warp objective at one point.</summary>
/// <param name="Phi">Its gradient with respect to φ, to be descended.</param>
/// <param name="Rates">Its gradient with respect to ψ.</param>
/// <param name="Objective">Its value.</param>
/// <param name="Step">The step from the point, if it was wanted and came with the objective.</param>
public readonly record struct WarpGradient(ParameterSet Phi, ParameterSet Rates, double Objective, InnerStep? Step);
