using System.Collections.Concurrent;
using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Gradients;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>How often replay visits a point and updates the warp (paper Algorithm 2).</summary>
public sealed class ReplayCountTests
{
    private static readonly int[] Lengths = [3, 5, 4];

    [Theory]
    [InlineData(1, 1, 1, 12)]
    [InlineData(1, 3, 1, 4)]
    [InlineData(1, 4, 2, 6)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 0, 3, 3)]
    [InlineData(1, 5, 1, 3)]
    // A point of a stack counts for each of its tasks, and stays whole.
    [InlineData(2, 1, 1, 12)]
    [InlineData(2, 4, 2, 12)]
    [InlineData(2, 5, 1, 4)]
    [InlineData(2, 0, 3, 3)]
    public void Replay_visits_every_point_once_per_epoch_and_updates_after_every_eta(int stack, int pointsPerUpdate, int epochs, int updates)
    {
        using var scope = torch.NewDisposeScope();
        using var store = new PointStore(long.MaxValue);
        var tasks = Lengths.Select(length => new CountingTask(stack, length, store)).ToArray();
        var spec = new RunSpec { MetaLearner = new MetaLearnerSpec { PointsPerUpdate = pointsPerUpdate, Epochs = epochs } };
        var optimizers = new MetaOptimizers(spec);
        var buffer = new ReplayBuffer([.. tasks.Select(task => ((ITaskLosses)task, task.Trajectory))]);
        var order = buffer.Order(epochs, RandomStream.Derive(1, StreamPurpose.Replay));

        var replay = new WarpReplay(spec.MetaLearner, WarpObjective.Exact, InnerOptimizer.Sgd(0.1), optimizers, workers: 2, kind: "count");
        var (warp, rate, _) = replay.Run(buffer, order, optimizers.BeginWarp(tasks[0].Phi), optimizers.BeginRate(ParameterSet.Empty), progress: 0);
        using (warp)
        using (rate)
            Assert.Equal(updates, warp.Optimizer.Updates);

        foreach (var epoch in order.Chunk(buffer.Count / stack))
            Assert.Equal(Lengths.Sum(), epoch.Distinct().Count());
        foreach (var (task, length) in tasks.Zip(Lengths))
        {
            Assert.Equal(Enumerable.Range(0, length), task.Visits.Keys.Order());
            Assert.All(task.Visits.Values, visits => Assert.Equal(epochs, visits));
            task.Trajectory.Dispose();
        }
    }

    /// <summary>A task that counts the evaluations of its meta-loss.</summary>
    private sealed class CountingTask : ITaskLosses
    {
        private readonly NetworkTask _task = new("linear");

        public CountingTask(int count, int length, PointStore store)
        {
            Count = count;
            var theta = _task.Draw(LayerRole.Adapt);
            (Phi, Trajectory) = (_task.Draw(LayerRole.Warp), new Trajectory(store));
            Trajectory.Finish(new InnerLoop(InnerOptimizer.Sgd(0.1), length).Run(this, theta, Phi, ParameterSet.Empty, Trajectory.Visit));

            // Batches are made on first use, which must not happen on two threads at once.
            for (var step = 0; step < length; step++)
                MetaLoss(step, Trajectory.End, Phi);
            Visits.Clear();
        }

        public int Count { get; }

        public ParameterSet Phi { get; }

        public Trajectory Trajectory { get; }

        public ConcurrentDictionary<int, int> Visits { get; } = [];

        public torch.Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => _task.TaskLoss(step, theta, phi);

        public torch.Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi)
        {
            Visits.AddOrUpdate(step, 1, (_, visits) => visits + 1);
            return _task.MetaLoss(step, theta, phi);
        }

        public torch.Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => _task.FinalLoss(theta, phi);
    }
}
