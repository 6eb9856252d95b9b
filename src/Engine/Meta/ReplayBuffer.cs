using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Meta;

/// <summary>One trajectory point: θ_k of a task.</summary>
/// <param name="Task">Index of the task in the buffer.</param>
/// <param name="Step">k.</param>
public readonly record struct TrajectoryPoint(int Task, int Step);

/// <summary>The trajectories of one meta-batch, kept to train the warp offline (paper Algorithm 2).</summary>
/// <param name="entries">Losses and trajectory of each task; the buffer takes the trajectories over.</param>
public sealed class ReplayBuffer(IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> entries) : IDisposable
{
    /// <summary>Losses and trajectory of each task.</summary>
    public IReadOnlyList<(ITaskLosses Losses, Trajectory Trajectory)> Entries => entries;

    /// <summary>
    /// The points θ_0 … θ_{K−1} of every task in visiting order. θ_K is none of them: the look-ahead step of θ_{K−1} leads there.
    /// </summary>
    /// <param name="epochs">Passes; each visits every point once.</param>
    /// <param name="random">Decides the order within each pass.</param>
    public IReadOnlyList<TrajectoryPoint> Order(int epochs, RandomStream random)
    {
        var order = new List<TrajectoryPoint>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var points = entries.Index().SelectMany(entry => Enumerable.Range(0, entry.Item.Trajectory.Steps).Select(k => new TrajectoryPoint(entry.Index, k))).ToArray();
            random.Draw(points.AsSpan(), points.Length);
            order.AddRange(points);
        }

        return order;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, trajectory) in entries)
            trajectory.Dispose();
    }
}
