using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// The loss after K inner steps, differentiated through all of them: MAML for the initialisation, ANIL where only the head moves,
/// Meta-SGD for learned rates, T-Nets for linear warp-layers. Its graph, and so its memory, grows with K.
/// </summary>
/// <param name="inner">Adaptation.</param>
/// <param name="secondOrder">Whether inner gradients are differentiated too; without, they are constants (first-order MAML).</param>
public sealed class UnrolledObjective(InnerLoop inner, bool secondOrder)
{
    /// <summary>Adapts to a task and differentiates.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="start">θ_0 of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="rates">ψ, or empty.</param>
    /// <param name="throughWarp">Whether the gradient with respect to φ is wanted.</param>
    /// <param name="throughRates">Whether the gradient with respect to ψ is wanted.</param>
    /// <param name="visit">Sees every step; its tensors live only during the call.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <returns>The gradients; their tensors belong to the enclosing dispose scope.</returns>
    public UnrolledGradient Run(
        ITaskLosses losses, ParameterSet start, ParameterSet phi, ParameterSet rates,
        bool throughWarp, bool throughRates, Action<PathStep>? visit = null, CancellationToken stop = default)
    {
        using var scope = torch.NewDisposeScope();
        var leaves = start.AsLeaves();
        var warps = throughWarp ? phi.AsLeaves() : phi;
        var learned = throughRates ? rates.AsLeaves() : rates;
        var (theta, state) = (leaves, inner.Optimizer.Start(start));
        var taken = new List<double>(inner.Steps);
        for (var step = 0; step < inner.Steps; step++)
        {
            stop.ThrowIfCancellationRequested();
            var (gradient, loss) = Gradient(losses, step, theta, secondOrder ? warps : phi);
            var (next, after) = inner.Optimizer.Step(theta, gradient, state, learned);
            taken.Add(loss);
            visit?.Invoke(new PathStep(step, theta.Detached(), state.Map(set => set.Detached()), loss, gradient.Detached(), next.Detached()));
            (theta, state) = (next, after);
        }

        var final = losses.FinalLoss(theta, warps);
        var value = final.Number();
        var gradients = ParameterSet.GradientsOf(final, keepGraph: false, leaves, throughWarp ? warps : ParameterSet.Empty, throughRates ? learned : ParameterSet.Empty);
        var end = new AdaptedPoint(theta.Clone().MoveToOuterScope(), taken);
        return new UnrolledGradient(gradients[0].MoveToOuterScope(), gradients[1].MoveToOuterScope(), gradients[2].MoveToOuterScope(), value, end);
    }

    private (ParameterSet Gradient, double Loss) Gradient(ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi)
    {
        var adapted = inner.Optimizer.Adapted(theta);
        if (!secondOrder)
        {
            (theta, adapted) = (theta.Detached(), adapted.AsLeaves());
            theta = theta.Replaced(adapted);
        }

        var loss = secondOrder ? SecondOrder.Expect(() => losses.TaskLoss(step, theta, phi)) : losses.TaskLoss(step, theta, phi);
        return (adapted.GradientOf(loss, keepGraph: secondOrder), loss.Number());
    }
}

/// <summary>Gradient of the loss after adaptation.</summary>
/// <param name="Start">With respect to θ_0.</param>
/// <param name="Phi">With respect to φ; empty unless asked for.</param>
/// <param name="Rates">With respect to ψ; empty unless asked for.</param>
/// <param name="Loss">The loss.</param>
/// <param name="End">The adapted parameters and the losses on the way.</param>
public readonly record struct UnrolledGradient(ParameterSet Start, ParameterSet Phi, ParameterSet Rates, double Loss, AdaptedPoint End);
