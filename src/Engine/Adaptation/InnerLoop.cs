using TorchSharp;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Adaptation;

/// <summary>Adaptation to one task: K inner steps from θ_0. It keeps no graph and no more than one step in memory.</summary>
/// <param name="optimizer">The inner step.</param>
/// <param name="steps">Steps K.</param>
public sealed class InnerLoop(InnerOptimizer optimizer, int steps)
{
    /// <summary>The inner step.</summary>
    public InnerOptimizer Optimizer => optimizer;

    /// <summary>Steps K.</summary>
    public int Steps => steps;

    /// <summary>Adapts to a task.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="start">θ_0; the loop takes it over.</param>
    /// <param name="phi">φ, fixed.</param>
    /// <param name="rates">ψ, fixed, or empty.</param>
    /// <param name="visit">Sees every step; its tensors live only during the call.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="stopBelow">Loss below which no further step is taken; null for all K steps.</param>
    public AdaptedPoint Run(
        ITaskLosses losses, ParameterSet start, ParameterSet phi, ParameterSet rates, Action<PathStep>? visit = null, CancellationToken stop = default,
        double? stopBelow = null) =>
        Run(start, point => optimizer.Take(losses, point.Step, point.Theta, phi, point.State, rates), visit, stop, stopBelow);

    /// <summary>Adapts to a task by steps that the caller takes.</summary>
    /// <param name="start">θ_0; the loop takes it over.</param>
    /// <param name="take">Takes the step from a point, in the enclosing dispose scope.</param>
    /// <param name="visit">Sees every step; its tensors live only during the call.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="stopBelow">Loss below which no further step is taken; null for all K steps.</param>
    public AdaptedPoint Run(
        ParameterSet start, Func<PathPoint, InnerStep> take, Action<PathStep>? visit = null, CancellationToken stop = default, double? stopBelow = null)
    {
        var theta = start.DetachFromScope();
        var state = OptimizerState.None;
        var taken = new List<double>(steps);
        try
        {
            state = optimizer.Start(theta).Map(set => set.DetachFromScope());
            for (var step = 0; step < steps; step++)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                var (next, loss, gradient, after) = take(new PathPoint(step, theta, state));
                if (loss < stopBelow)
                    break;
                visit?.Invoke(new PathStep(step, theta, state, loss, gradient, next));
                taken.Add(loss);
                theta.Dispose();
                state.Dispose();
                (theta, state) = (next.DetachFromScope(), after.Map(set => set.DetachFromScope()));
            }

            state.Dispose();
            return new AdaptedPoint(theta, taken);
        }
        catch
        {
            theta.Dispose();
            state.Dispose();
            throw;
        }
    }
}

/// <summary>One step of a path.</summary>
/// <param name="Step">k.</param>
/// <param name="Theta">θ_k.</param>
/// <param name="State">State of the inner optimiser before the step.</param>
/// <param name="Loss">L_task(θ_k).</param>
/// <param name="Gradient">∇L_task(θ_k) with respect to the adapted part of θ.</param>
/// <param name="Next">θ_{k+1}.</param>
public readonly record struct PathStep(int Step, ParameterSet Theta, OptimizerState State, double Loss, ParameterSet Gradient, ParameterSet Next);

/// <summary>The end of a path.</summary>
/// <param name="Theta">θ_K.</param>
/// <param name="Losses">L_task at θ_0 … θ_{K−1}; fewer where it stopped early.</param>
public sealed record AdaptedPoint(ParameterSet Theta, IReadOnlyList<double> Losses) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Theta.Dispose();
}
