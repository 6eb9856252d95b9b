using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Offline WarpGrad (paper Algorithm 2): adapt to a meta-batch of tasks and keep the points of the trajectories, replay them to update
/// φ and ψ, then update θ₀ from the same trajectories.
/// </summary>
internal sealed class OfflineMetaLearner(RunSpec spec, Learner learner, int workers) : MetaLearner(spec, learner, workers)
{
    private readonly WarpObjective? _objective = WarpObjective.Of(spec.MetaLearner.Objective);

    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default)
    {
        var replays = _objective is not null && state.Phi.Count + state.Rates.Count > 0;
        using var store = new PointStore((long)Spec.MetaLearner.StoreMegabytes << 20);
        var collected = TaskParallel.Map(tasks.Count, Workers, i => Collect(state, tasks[i], i, replays ? store : null, judge, stop), stop, Kind("collect"));
        try
        {
            using var scope = torch.NewDisposeScope();
            TaskOutcome[] outcomes = [.. collected.Select(entry => entry.Outcome)];
            var (warp, rate, objective) = replays
                ? Replay(state, tasks, collected, progress, stop)
                : MetaBatch.UpdateWhole(Optimizers, state, outcomes, progress);
            var start = Optimizers.UpdateStart(state.Start, MetaBatch.MeanInitialization(state, outcomes), progress);
            var next = new MetaState(state.Step + 1, warp, start, rate, state.Heads.Copied());
            return new MetaStep(next, objective, MetaBatch.Judgements(outcomes), store.BytesInMemory + store.BytesOnDisk);
        }
        finally
        {
            foreach (var entry in collected)
                entry.Dispose();
        }
    }

    private Collected Collect(MetaState state, IMetaTask task, int index, PointStore? store, bool judge, CancellationToken stop)
    {
        var trajectory = store is null ? null : new Trajectory(store, PointChoice.Of(Spec, state.Step, index));
        try
        {
            var outcome = Pass.Run(state, task, trajectory is null ? null : trajectory.Visit, null, judge, stop);
            trajectory?.Finish(outcome.End);
            return new Collected(outcome, trajectory);
        }
        catch
        {
            trajectory?.Dispose();
            throw;
        }
    }

    private (MetaGroup Warp, MetaGroup Rate, double Objective) Replay(
        MetaState state, IReadOnlyList<IMetaTask> tasks, IReadOnlyList<Collected> collected, double progress, CancellationToken stop)
    {
        var buffer = new ReplayBuffer([.. tasks.Zip(collected, (task, entry) => ((ITaskLosses)task, entry.Trajectory!))]);
        var order = buffer.Order(Spec.MetaLearner.Epochs, RandomStream.Derive(Spec.Seed, StreamPurpose.Replay, state.Step));
        var replay = new WarpReplay(Spec.MetaLearner, _objective!, Inner.Optimizer, Optimizers, Workers, Kind("replay"));
        return replay.Run(buffer, order, state.Warp, state.Rate, progress, stop);
    }

    private sealed record Collected(TaskOutcome Outcome, Trajectory? Trajectory) : IDisposable
    {
        public void Dispose()
        {
            Outcome.Dispose();
            Trajectory?.Dispose();
        }
    }
}
