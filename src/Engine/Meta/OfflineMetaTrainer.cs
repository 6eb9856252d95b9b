using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Heads;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Offline WarpGrad (paper Algorithm 2) with an initialisation objective: adapt to a meta-batch of tasks and keep the trajectories,
/// replay them to update φ, then update θ₀ from the same trajectories.
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="workers">Threads to use at most; the result does not depend on it.</param>
public sealed class OfflineMetaTrainer(RunSpec spec, Learner learner, int workers)
{
    private readonly InnerSgd _inner = new(spec.InnerLoop.LearningRate);
    private readonly MetaOptimizer _warpOptimizer = new(spec.OuterLoop.Warp);
    private readonly MetaOptimizer _initializationOptimizer = new(spec.OuterLoop.Initialization);
    private readonly LeapObjective? _leap = spec.MetaLearner.Initialization switch
    {
        InitializationObjective.None => null,
        InitializationObjective.Leap => new LeapObjective(withLoss: true),
        InitializationObjective.SimplifiedLeap => new LeapObjective(withLoss: false, epsilon: LeapObjective.AuthorsEpsilon),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.MetaLearner.Initialization, "Unknown initialisation objective."),
    };

    /// <summary>The state before the first meta-step.</summary>
    /// <param name="type">Floating-point type.</param>
    public MetaState Start(torch.ScalarType type)
    {
        var phi = learner.Draw(LayerRole.Warp, spec.Seed, type);
        var initialization = learner.Draw(LayerRole.Adapt, spec.Seed, type);
        return new MetaState(0, phi, initialization, _warpOptimizer.Start(phi), _initializationOptimizer.Start(initialization));
    }

    /// <summary>One meta-step. The old state stays as it is, so a stopped step leaves nothing half done.</summary>
    /// <param name="state">Current state.</param>
    /// <param name="tasks">The meta-batch.</param>
    /// <param name="ways">Classes of each task.</param>
    /// <param name="progress">Part of the run that is over, for schedules.</param>
    /// <param name="judge">Whether to judge the tasks' queries before and after adaptation.</param>
    /// <param name="stop">Ends between inner steps and points.</param>
    public MetaStep Step(MetaState state, IReadOnlyList<TaskTensors> tasks, int ways, double progress, bool judge = false, CancellationToken stop = default)
    {
        var collected = TaskParallel.Map(tasks.Count, workers, i => Collect(state, tasks[i], ways, judge, stop), stop);
        using var buffer = new ReplayBuffer([.. collected.Select(entry => ((ITaskLosses)entry.Losses, entry.Trajectory))]);
        var order = buffer.Order(spec.MetaLearner.Epochs, RandomStream.Derive(spec.Seed, StreamPurpose.Replay, state.Step));
        var replay = new WarpReplay(WarpObjective.Of(spec.MetaLearner.Objective), _inner, _warpOptimizer, spec.MetaLearner.PointsPerUpdate, workers);
        var warp = replay.Run(buffer, state.Phi.Count > 0 ? order : [], state.Phi, state.WarpOptimizer, progress, stop);
        var (initialization, optimizer) = UpdateInitialization(state, buffer, progress);
        var next = new MetaState(state.Step + 1, warp.Phi, initialization, warp.State, optimizer);
        return new MetaStep(next, warp.Objective, [.. collected.Select(entry => entry.Judgements).OfType<(Judgement, Judgement)>()]);
    }

    private Collected Collect(MetaState state, TaskTensors task, int ways, bool judge, CancellationToken stop)
    {
        var losses = new FewShotLosses(learner, task);
        var start = learner.Head.Start(state.Initialization, ways);
        var readsLoss = _leap is { ReadsLoss: true };
        var trajectory = Trajectory.Adapt(losses, start, state.Phi, spec.InnerLoop.Steps, _inner, keepGradients: readsLoss, stop);
        if (readsLoss)
            trajectory.MeasureEnd(losses, state.Phi);
        return new Collected(losses, trajectory, judge ? (losses.Judge(trajectory.Points[0], state.Phi), losses.Judge(trajectory.Points[^1], state.Phi)) : null);
    }

    private (ParameterSet, OptimizerState) UpdateInitialization(MetaState state, ReplayBuffer buffer, double progress)
    {
        using var scope = torch.NewDisposeScope();
        var mean = state.Initialization.ZerosLike();
        foreach (var (_, trajectory) in _leap is null ? [] : buffer.Entries)
        {
            using var task = torch.NewDisposeScope();
            var gradient = learner.Head.ToInitialization(_leap!.Gradient(trajectory));
            for (var i = 0; i < mean.Count; i++)
                mean.Tensors[i].Increase(gradient.Tensors[i], 1.0 / buffer.Entries.Count);
        }

        return _leap is null
            ? (state.Initialization.Clone().DetachFromScope(), state.InitializationOptimizer.Copied())
            : _initializationOptimizer.Update(state.Initialization, mean, state.InitializationOptimizer, progress, spec.MetaLearner.InitializationWeight);
    }

    private sealed record Collected(FewShotLosses Losses, Trajectory Trajectory, (Judgement, Judgement)? Judgements) : IDisposable
    {
        public void Dispose() => Trajectory.Dispose();
    }
}

/// <summary>Outcome of one meta-step.</summary>
/// <param name="State">The new state.</param>
/// <param name="Objective">Mean warp objective over the replayed points.</param>
/// <param name="Judgements">Each task's queries before and after adaptation, if they were judged.</param>
public sealed record MetaStep(MetaState State, double Objective, IReadOnlyList<(Judgement Before, Judgement After)> Judgements);
