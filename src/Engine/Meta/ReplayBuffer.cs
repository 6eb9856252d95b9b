using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Meta;

/// <summary>One trajectory point: θ_k of a task.</summary>
/// <param name="Task">Index of the task in the buffer.</param>
/// <param name="Step">k.</param>
public readonly record struct TrajectoryPoint(int Task, int Step);

/// <summary>The trajectories of one meta-batch, kept to train the warp offline (paper Algorithm 2).</summary>
/// <param name="entries">Losses and trajectory of each task.</param>
public sealed class ReplayBuffer(IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> entries)
{
    /// <summary>Losses and trajectory of each task.</summary>
    public IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> Entries => entries;

    /// <summary>Points kept.</summary>
    public int Count => entries.Sum(entry => entry.Trajectory.Kept.Count);

    /// <summary>All points in visiting order.</summary>
    /// <param name="epochs">Passes; each visits every point once.</param>
    /// <param name="random">Decides the order within each pass.</param>
    public IReadOnlyList<TrajectoryPoint> Order(int epochs, RandomStream random)
    {
        var order = new List<TrajectoryPoint>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var points = entries.Index().SelectMany(entry => entry.Item.Trajectory.Kept.Select(k => new TrajectoryPoint(entry.Index, k))).ToArray();
            random.Draw(points.AsSpan(), points.Length);
            order.AddRange(points);
        }

        return order;
    }
}
