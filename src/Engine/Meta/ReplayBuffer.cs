using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Meta;

/// <summary>One trajectory point: θ_k of a task, or of each task of a stack.</summary>
/// <param name="Task">Index of the task or stack in the buffer.</param>
/// <param name="Step">k.</param>
public readonly record struct TrajectoryPoint(int Task, int Step);

/// <summary>The trajectories of one meta-batch, kept to train the warp offline (paper Algorithm 2).</summary>
/// <param name="entries">Losses and trajectory of each task or stack.</param>
public sealed class ReplayBuffer(IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> entries)
{
    /// <summary>Losses and trajectory of each task or stack.</summary>
    public IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> Entries => entries;

    /// <summary>Points kept, those of a stack's tasks counted one by one.</summary>
    public int Count => entries.Sum(entry => entry.Trajectory.Kept.Count * entry.Losses.Count);

    /// <summary>How many points a point stands for: one, or one for each task of its stack.</summary>
    /// <param name="point">A point of this buffer.</param>
    public int PointsAt(TrajectoryPoint point) => entries[point.Task].Losses.Count;

    /// <summary>Divides points into those of one update each.</summary>
    /// <param name="order">Points in visiting order.</param>
    /// <param name="perUpdate">Points of an update, η; what a stack computes at once is not divided, so there may be more. 0 for a pass over all.</param>
    public IEnumerable<IReadOnlyList<TrajectoryPoint>> Groups(IReadOnlyList<TrajectoryPoint> order, int perUpdate)
    {
        var (most, group, points) = (perUpdate > 0 ? perUpdate : Count, new List<TrajectoryPoint>(), 0);
        foreach (var point in order)
        {
            group.Add(point);
            points += PointsAt(point);
            if (points < most)
                continue;
            yield return group;
            (group, points) = ([], 0);
        }

        if (group.Count > 0)
            yield return group;
    }

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
