using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>The inner part of Algorithm 2: visits trajectory points and updates φ after every η of them.</summary>
/// <param name="objective">Warp objective.</param>
/// <param name="inner">The inner step.</param>
/// <param name="optimizer">Meta-optimiser of φ.</param>
/// <param name="pointsPerUpdate">η; 0 takes all points of a pass at once.</param>
/// <param name="workers">Threads to use at most; the result does not depend on it.</param>
public sealed class WarpReplay(WarpObjective objective, InnerSgd inner, MetaOptimizer optimizer, int pointsPerUpdate, int workers)
{
    /// <summary>Gradients held at a time. A constant, so that the order of summation never depends on the machine.</summary>
    private const int SummedAtOnce = 32;

    /// <summary>Runs the replay. What goes in is not changed.</summary>
    /// <param name="buffer">Trajectories, made under <paramref name="phi"/>.</param>
    /// <param name="order">Points in visiting order.</param>
    /// <param name="phi">φ.</param>
    /// <param name="state">State of the meta-optimiser.</param>
    /// <param name="progress">Part of the run that is over.</param>
    /// <param name="stop">Ends between points.</param>
    /// <returns>New φ and state, and the mean objective over the visited points.</returns>
    public WarpUpdate Run(
        ReplayBuffer buffer, IReadOnlyList<TrajectoryPoint> order, ParameterSet phi, OptimizerState state, double progress, CancellationToken stop = default)
    {
        var pass = buffer.Entries.Sum(entry => entry.Trajectory.Steps);
        var current = new WarpUpdate(phi.Clone().DetachFromScope(), state.Copied(), 0);
        var total = 0.0;
        try
        {
            foreach (var group in order.Chunk(pointsPerUpdate > 0 ? pointsPerUpdate : Math.Max(pass, 1)))
            {
                // Until the first update φ is the one the trajectories were made under, so θ_{k+1} is the step from θ_k.
                using var gradient = MeanGradient(buffer, group, current.Phi, current.State.Updates == state.Updates, ref total, stop);
                var (next, nextState) = optimizer.Update(current.Phi, gradient, current.State, progress);
                current.Dispose();
                current = new WarpUpdate(next, nextState, 0);
            }

            return current with { Objective = total / Math.Max(order.Count, 1) };
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private ParameterSet MeanGradient(
        ReplayBuffer buffer, IReadOnlyList<TrajectoryPoint> points, ParameterSet phi, bool stepsAreCurrent, ref double total, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var sum = phi.ZerosLike();
        foreach (var chunk in points.Chunk(SummedAtOnce))
        {
            var gradients = TaskParallel.Map(chunk.Length, workers, i => PointGradient(buffer, chunk[i], phi, stepsAreCurrent), stop);
            foreach (var (gradient, value) in gradients)
            {
                for (var i = 0; i < sum.Count; i++)
                    sum.Tensors[i].Increase(gradient.Tensors[i]);
                gradient.Dispose();
                total += value;
            }
        }

        foreach (var tensor in sum.Tensors)
            tensor.Divide(points.Count);
        return sum.DetachFromScope();
    }

    private WarpGradient PointGradient(ReplayBuffer buffer, TrajectoryPoint point, ParameterSet phi, bool stepsAreCurrent)
    {
        using var scope = torch.NewDisposeScope();
        var (losses, trajectory) = buffer.Entries[point.Task];
        var gradient = objective.Gradient(
            losses, point.Step, trajectory.Points[point.Step], phi, inner, stepsAreCurrent ? trajectory.Points[point.Step + 1] : null);
        gradient.Gradient.DetachFromScope();
        return gradient;
    }
}

/// <summary>Outcome of a replay.</summary>
/// <param name="Phi">New φ.</param>
/// <param name="State">New state of its meta-optimiser.</param>
/// <param name="Objective">Mean warp objective over the visited points.</param>
public sealed record WarpUpdate(ParameterSet Phi, OptimizerState State, double Objective) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Phi.Dispose();
        State.Dispose();
    }
}
