using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>
/// The inner step θ_{k+1} = θ_k − α·d(∇L_task(θ_k; φ)), out of place, where d is the direction of an update rule and α a number, or
/// learned rates ψ per tensor or per element.
/// </summary>
/// <param name="rule">Update rule.</param>
/// <param name="rate">Step size α where no rate is learned.</param>
/// <param name="adapts">Names of the parameters that move; all by default. The others are carried along unchanged.</param>
public sealed class InnerOptimizer(UpdateRule rule, double rate, Func<string, bool>? adapts = null)
{
    /// <summary>Plain gradient descent.</summary>
    /// <param name="rate">Step size α.</param>
    public static InnerOptimizer Sgd(double rate) => new(UpdateRule.Sgd, rate);

    /// <summary>The optimiser of a spec.</summary>
    /// <param name="spec">The inner loop.</param>
    /// <param name="rate">Another step size than the spec's.</param>
    public static InnerOptimizer Of(InnerLoopSpec spec, double? rate = null) => new(
        UpdateRule.Of(spec.Optimizer, spec.Momentum, spec.ClipNorm), rate ?? spec.LearningRate, spec.Adapts == AdaptedPart.Head ? Heads.Head.Owns : null);

    /// <summary>Plain gradient descent on the same parameters with the same step size and clipping.</summary>
    public InnerOptimizer Plain => new(rule.Plain, rate, adapts);

    /// <summary>Whether a step depends on those before it.</summary>
    public bool HasState => rule.Moments.Count > 0;

    /// <summary>The part of θ that moves.</summary>
    /// <param name="theta">θ.</param>
    public ParameterSet Adapted(ParameterSet theta) => adapts is null ? theta : theta.Where(adapts);

    /// <summary>The state before the first step.</summary>
    /// <param name="theta">θ_0.</param>
    public OptimizerState Start(ParameterSet theta) => rule.Start(Adapted(theta));

    /// <summary>The step itself, differentiable if what goes in is.</summary>
    /// <param name="theta">θ_k.</param>
    /// <param name="gradient">∇L_task at θ_k with respect to its adapted part.</param>
    /// <param name="state">State before the step.</param>
    /// <param name="rates">Learned rates ψ, or empty.</param>
    /// <returns>θ_{k+1} and the state after the step.</returns>
    public (ParameterSet Next, OptimizerState State) Step(ParameterSet theta, ParameterSet gradient, OptimizerState state, ParameterSet rates)
    {
        var (direction, next) = rule.Direct(gradient, state, LearnedRateSet.Momenta(rates, gradient));
        var learned = LearnedRateSet.Rates(rates, gradient);
        var from = Adapted(theta);
        var moved = from.With([.. from.Tensors.Select((value, i) => learned.Count > 0
            ? value.PlusProduct(learned[i], direction.Tensors[i], -1)
            : value.Plus(direction.Tensors[i], -rate))]);

        // What does not move gets a handle of its own, so that each set can be disposed by itself.
        return (adapts is null ? moved : theta.Map(tensor => tensor.alias()).Replaced(moved), next);
    }

    /// <summary>Takes one step and keeps no graph.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="theta">θ_k.</param>
    /// <param name="phi">φ, fixed.</param>
    /// <param name="state">State before the step.</param>
    /// <param name="rates">Learned rates ψ, or empty.</param>
    /// <returns>The step; its tensors belong to the enclosing dispose scope.</returns>
    public InnerStep Take(ITaskLosses losses, int step, ParameterSet theta, ParameterSet phi, OptimizerState state, ParameterSet rates)
    {
        using var scope = torch.NewDisposeScope();
        var leaves = Adapted(theta).AsLeaves();
        var loss = losses.TaskLoss(step, theta.Replaced(leaves), phi);
        var gradient = leaves.GradientOf(loss);
        var value = loss.Number();
        using var quiet = torch.no_grad();
        var (next, after) = Step(theta, gradient, state, rates);
        return new InnerStep(next, value, gradient, after).MoveToOuterScope();
    }
}

/// <summary>Outcome of one inner step.</summary>
/// <param name="Next">θ_{k+1}.</param>
/// <param name="Loss">L_task(θ_k).</param>
/// <param name="Gradient">∇L_task(θ_k) with respect to the adapted part.</param>
/// <param name="State">State after the step.</param>
public readonly record struct InnerStep(ParameterSet Next, double Loss, ParameterSet Gradient, OptimizerState State)
{
    /// <summary>Hands the tensors to the enclosing dispose scope.</summary>
    public InnerStep MoveToOuterScope()
    {
        Next.MoveToOuterScope();
        Gradient.MoveToOuterScope();
        State.Map(set => set.MoveToOuterScope());
        return this;
    }
}
