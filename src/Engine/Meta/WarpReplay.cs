using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>The inner part of Algorithm 2: visits trajectory points and updates φ and ψ after every η of them.</summary>
/// <param name="spec">η and the kind of look-ahead step.</param>
/// <param name="objective">Warp objective.</param>
/// <param name="inner">The inner step of the trajectories.</param>
/// <param name="optimizers">Meta-optimisers.</param>
/// <param name="workers">Threads to use at most; the result does not depend on it.</param>
/// <param name="kind">What decides the shapes of a point's tensors; see <see cref="FirstUse"/>.</param>
internal sealed class WarpReplay(MetaLearnerSpec spec, WarpObjective objective, InnerOptimizer inner, MetaOptimizers optimizers, int workers, object kind)
{
    /// <summary>Gradients held at a time. A constant, so that the order of summation never depends on the machine.</summary>
    private const int SummedAtOnce = 32;

    private readonly InnerOptimizer _lookAhead = spec.LookAhead == LookAheadKind.Plain ? inner.Plain : inner;

    /// <summary>A stored θ_{k+1} is the look-ahead step from θ_k only where that step is the one adaptation took.</summary>
    private readonly bool _stepsAreStored = spec.LookAhead == LookAheadKind.AsAdapted || !inner.HasState;

    /// <summary>Runs the replay. What goes in is not changed; what comes out belongs to the caller.</summary>
    /// <param name="buffer">Trajectories, made under <paramref name="warp"/> and <paramref name="rate"/>.</param>
    /// <param name="order">Points in visiting order.</param>
    /// <param name="warp">φ.</param>
    /// <param name="rate">ψ.</param>
    /// <param name="progress">Part of the run that is over.</param>
    /// <param name="stop">Ends between points.</param>
    /// <returns>New φ and ψ, and the mean objective over the visited points.</returns>
    public (MetaGroup Warp, MetaGroup Rate, double Objective) Run(
        ReplayBuffer buffer, IReadOnlyList<TrajectoryPoint> order, MetaGroup warp, MetaGroup rate, double progress, CancellationToken stop = default)
    {
        (warp, rate) = (warp.Copied(), rate.Copied());
        var (total, visited, current) = (0.0, 0, true);
        try
        {
            foreach (var group in buffer.Groups(order, spec.PointsPerUpdate))
            {
                using var scope = torch.NewDisposeScope();
                using var sum = Sum(buffer, group, warp.Parameters, rate.Parameters, current && _stepsAreStored, stop);
                var (phi, rates) = sum.Mean();
                var (nextWarp, nextRate) = (optimizers.UpdateWarp(warp, phi, progress), optimizers.UpdateRate(rate, rates, progress));
                warp.Dispose();
                rate.Dispose();
                (warp, rate) = (nextWarp, nextRate);
                (total, visited) = (total + sum.Total, visited + sum.Count);

                // Until the first update φ is the one the trajectories were made under, so θ_{k+1} is the step from θ_k.
                current = false;
            }

            return (warp, rate, total / Math.Max(visited, 1));
        }
        catch
        {
            warp.Dispose();
            rate.Dispose();
            throw;
        }
    }

    private WarpGradientSum Sum(
        ReplayBuffer buffer, IReadOnlyList<TrajectoryPoint> points, ParameterSet phi, ParameterSet rates, bool stepsAreCurrent, CancellationToken stop)
    {
        var sum = new WarpGradientSum(phi, rates);
        try
        {
            foreach (var chunk in points.Chunk(SummedAtOnce))
            {
                var gradients = TaskParallel.Map(chunk.Length, workers, i => Gradient(buffer, chunk[i], phi, rates, stepsAreCurrent), stop, kind);
                foreach (var (point, gradient) in chunk.Zip(gradients))
                {
                    using (gradient)
                        sum.Add(gradient.Value, buffer.PointsAt(point));
                }
            }

            return sum;
        }
        catch
        {
            sum.Dispose();
            throw;
        }
    }

    private OwnedGradient Gradient(ReplayBuffer buffer, TrajectoryPoint point, ParameterSet phi, ParameterSet rates, bool stepsAreCurrent)
    {
        using var scope = torch.NewDisposeScope();
        var (losses, trajectory) = buffer.Entries[point.Task];
        var gradient = objective.Gradient(
            losses, trajectory.Load(point.Step), phi, rates, _lookAhead, stepsAreCurrent ? trajectory.LoadAfter(point.Step) : null);
        gradient.Phi.DetachFromScope();
        gradient.Rates.DetachFromScope();
        return new OwnedGradient(gradient);
    }

    /// <summary>A gradient on its way from a worker thread.</summary>
    private sealed record OwnedGradient(WarpGradient Value) : IDisposable
    {
        public void Dispose()
        {
            Value.Phi.Dispose();
            Value.Rates.Dispose();
        }
    }
}
