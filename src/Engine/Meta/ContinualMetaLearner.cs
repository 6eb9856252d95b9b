using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Continual WarpGrad (paper Algorithm 3): the tasks of a meta-batch go on side by side, step by step, and after every η steps φ and ψ
/// are updated by what was gathered at all of them since; the rest of the way is under the new ones. θ₀ is updated at the end; in a stream
/// it is where the task ended, and the next meta-step goes on from there.
/// </summary>
internal sealed class ContinualMetaLearner(RunSpec spec, Learner learner, int workers) : MetaLearner(spec, learner, workers)
{
    private readonly PointObjective _points = PointObjective.Of(spec)
        ?? throw new ArgumentException("The continual algorithm needs a warp objective at single points.", nameof(spec));

    private bool Streams => Spec.MetaLearner.Initialization == InitializationObjective.Stream;

    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default)
    {
        var every = Spec.MetaLearner.PointsPerUpdate > 0 ? Spec.MetaLearner.PointsPerUpdate : Inner.Steps;
        var streams = new TaskStream[tasks.Count];
        var current = state with { Warp = state.Warp.Copied(), Rate = state.Rate.Copied() };
        try
        {
            for (var i = 0; i < streams.Length; i++)
                streams[i] = new TaskStream(Spec, Inner.Optimizer, state, tasks[i], i, judge);
            var (total, count) = (0.0, 0);
            for (var from = 0; from < Inner.Steps; from += every)
            {
                using var scope = torch.NewDisposeScope();
                using var sum = Advance(streams, current, from, Math.Min(from + every, Inner.Steps), stop);
                (total, count) = (total + sum.Total, count + sum.Count);
                var (phi, rates) = sum.Mean();
                var next = current with { Warp = Optimizers.UpdateWarp(current.Warp, phi, progress), Rate = Optimizers.UpdateRate(current.Rate, rates, progress) };
                current.Warp.Dispose();
                current.Rate.Dispose();
                current = next;
            }

            return Finish(state, current, streams, total / Math.Max(count, 1), progress);
        }
        catch
        {
            current.Warp.Dispose();
            current.Rate.Dispose();
            throw;
        }
        finally
        {
            foreach (var stream in streams)
                stream?.Dispose();
        }
    }

    private WarpGradientSum Advance(TaskStream[] streams, MetaState current, int from, int to, CancellationToken stop)
    {
        var parts = TaskParallel.Map(streams.Length, Workers, i => streams[i].Advance(_points, current, from, to, stop), stop, Kind("advance"));
        var sum = new WarpGradientSum(current.Phi, current.Rates);
        foreach (var part in parts)
        {
            using (part)
                sum.Add(part);
        }

        return sum;
    }

    private MetaStep Finish(MetaState state, MetaState current, TaskStream[] streams, double objective, double progress)
    {
        using var scope = torch.NewDisposeScope();
        var outcomes = TaskParallel.Map(streams.Length, Workers, i => streams[i].Finish(current), CancellationToken.None, Kind("finish"));
        try
        {
            var start = Streams
                ? streams[0].Here()
                : Optimizers.UpdateStart(state.Start, MetaBatch.MeanInitialization(state, outcomes), progress);
            return new MetaStep(
                new MetaState(state.Step + 1, current.Warp, start, current.Rate, state.Heads.Copied()), objective, MetaBatch.Judgements(outcomes));
        }
        finally
        {
            foreach (var outcome in outcomes)
                outcome.Dispose();
        }
    }

    /// <summary>One task on its way, or a stack of tasks.</summary>
    private sealed class TaskStream : IDisposable
    {
        private readonly InnerOptimizer _optimizer;
        private readonly IMetaTask _task;
        private readonly ITaskPassage _passage;
        private readonly PathObjective? _path;
        private readonly IReadOnlySet<int>? _chosen;
        private readonly IReadOnlyList<Judgement> _before;
        private readonly List<double> _taken = [];
        private ParameterSet _theta;
        private OptimizerState _state;

        public TaskStream(RunSpec spec, InnerOptimizer optimizer, MetaState state, IMetaTask task, int index, bool judge)
        {
            using var scope = torch.NewDisposeScope();
            (_optimizer, _task, _passage) = (optimizer, task, task.Begin());
            _theta = task.Start(state.Initialization).DetachFromScope();
            _state = spec.MetaLearner.Initialization == InitializationObjective.Stream
                ? state.Start.Optimizer.Copied()
                : optimizer.Start(_theta).Map(set => set.DetachFromScope());
            _path = PathObjective.Begin(spec.MetaLearner.Initialization, _theta, _passage);
            _chosen = PointChoice.Of(spec, state.Step, index);
            _before = judge ? _passage.JudgeEach(0, _theta, state.Phi) : [];
        }

        /// <summary>Where the task is now, and the state of its optimiser.</summary>
        public MetaGroup Here() => new(_theta.Clone().DetachFromScope(), _state.Copied());

        public WarpGradientSum Advance(PointObjective points, MetaState current, int from, int to, CancellationToken stop)
        {
            var sum = new WarpGradientSum(current.Phi, current.Rates);
            try
            {
                for (var k = from; k < to; k++)
                {
                    stop.ThrowIfCancellationRequested();
                    using var scope = torch.NewDisposeScope();
                    var step = points.Take(sum, _passage, new PathPoint(k, _theta, _state), current, _optimizer, _chosen);
                    _path?.Visit(new PathStep(k, _theta, _state, step.Loss, step.Gradient, step.Next));
                    _taken.Add(step.Loss);
                    _theta.Dispose();
                    _state.Dispose();
                    (_theta, _state) = (step.Next.DetachFromScope(), step.State.Map(set => set.DetachFromScope()));
                }

                return sum;
            }
            catch
            {
                sum.Dispose();
                throw;
            }
        }

        public TaskOutcome Finish(MetaState current)
        {
            using var scope = torch.NewDisposeScope();
            _path?.Finish(_task, _taken.Count, _theta, current.Phi);
            var after = _before.Count > 0 ? _passage.JudgeEach(_taken.Count, _theta, current.Phi) : [];
            return new TaskOutcome(
                new AdaptedPoint(_theta.Clone().DetachFromScope(), _taken), _path?.TakeFor(_task), null, 0, [.. _before.Zip(after)], _task.Count);
        }

        public void Dispose()
        {
            _theta.Dispose();
            _state.Dispose();
            _passage.Dispose();
            _path?.Dispose();
        }
    }
}
