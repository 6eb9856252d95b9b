using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Adapts to one task or stack of a meta-batch and gathers what the objectives of the initialisation and of the whole trajectory need.</summary>
/// <param name="spec">The run's spec.</param>
/// <param name="inner">Adaptation.</param>
internal sealed class TaskPass(RunSpec spec, InnerLoop inner)
{
    private readonly InitializationObjective _initialization = spec.MetaLearner.Initialization;
    private readonly UnrolledObjective? _unrolled = Unrolled(spec, inner);
    private readonly bool _throughTrajectory = spec.MetaLearner.Objective == WarpObjectiveKind.Trajectory;

    /// <summary>Whether the pass differentiates through the whole adaptation.</summary>
    public bool IsUnrolled => _unrolled is not null;

    /// <summary>Runs the pass. What it returns belongs to the caller whatever dispose scopes are open.</summary>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="task">The task.</param>
    /// <param name="visit">Sees every step.</param>
    /// <param name="take">Takes the steps in place of the inner optimiser, given the losses to adapt by; only where nothing is unrolled.</param>
    /// <param name="judge">Whether to judge the queries before and after.</param>
    /// <param name="stop">Ends between steps.</param>
    public TaskOutcome Run(
        MetaState state, IMetaTask task, Action<PathStep>? visit, Func<ITaskLosses, PathPoint, InnerStep>? take, bool judge, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        var start = task.Start(state.Initialization);
        var before = judge ? passage.JudgeEach(0, start, state.Phi) : [];
        using var path = PathObjective.Begin(_initialization, start, passage);
        visit += path is null ? null : path.Visit;

        var outcome = _unrolled is null
            ? new TaskOutcome(Adapt(state, passage, start, visit, take, stop), null, null, 0, [])
            : Differentiate(state, task, passage, start, visit, stop);
        var steps = outcome.End.Losses.Count;
        path?.Finish(task, steps, outcome.End.Theta, state.Phi);
        return outcome with
        {
            Initialization = path?.TakeFor(task) ?? outcome.Initialization,
            Judgements = judge ? [.. before.Zip(passage.JudgeEach(steps, outcome.End.Theta, state.Phi))] : [],
            Count = task.Count,
        };
    }

    private static UnrolledObjective? Unrolled(RunSpec spec, InnerLoop inner) => spec.MetaLearner switch
    {
        { Initialization: InitializationObjective.Maml } => new(inner, secondOrder: true),
        { Initialization: InitializationObjective.Fomaml } => new(inner, secondOrder: false),
        { Objective: WarpObjectiveKind.Trajectory } => new(inner, secondOrder: true),
        _ => null,
    };

    private AdaptedPoint Adapt(
        MetaState state, ITaskLosses losses, ParameterSet start, Action<PathStep>? visit, Func<ITaskLosses, PathPoint, InnerStep>? take, CancellationToken stop) =>
        take is null
            ? inner.Run(losses, start, state.Phi, state.Rates, visit, stop)
            : inner.Run(start, point => take(losses, point), visit, stop);

    private TaskOutcome Differentiate(MetaState state, IMetaTask task, ITaskLosses losses, ParameterSet start, Action<PathStep>? visit, CancellationToken stop)
    {
        var unrolled = _unrolled!.Run(losses, start, state.Phi, state.Rates, _throughTrajectory, _throughTrajectory, visit, stop);
        var whole = _throughTrajectory ? new WarpGradientSum(state.Phi, state.Rates) : null;
        whole?.Add(unrolled.Phi, unrolled.Rates, unrolled.Loss, task.Count);
        var gradient = _initialization == InitializationObjective.None ? null : task.ToInitialization(unrolled.Start).DetachFromScope();
        unrolled.End.Theta.DetachFromScope();
        return new TaskOutcome(unrolled.End, gradient, whole, unrolled.Loss, []);
    }
}

/// <summary>What a pass over one task gave, or over a stack; losses and gradients are then sums over its tasks.</summary>
/// <param name="End">The adapted parameters.</param>
/// <param name="Initialization">Gradient of the initialisation objective, shaped like θ₀; null where there is none.</param>
/// <param name="Whole">Gradient of φ and ψ through the whole trajectory; null unless that is the warp objective.</param>
/// <param name="Loss">Loss after adaptation, where the whole adaptation was differentiated.</param>
/// <param name="Judgements">Queries of each task before and after, if they were judged.</param>
/// <param name="Count">Tasks.</param>
internal sealed record TaskOutcome(
    AdaptedPoint End, ParameterSet? Initialization, WarpGradientSum? Whole, double Loss, IReadOnlyList<(Judgement Before, Judgement After)> Judgements,
    int Count = 1) : IDisposable
{
    public void Dispose()
    {
        End.Dispose();
        Initialization?.Dispose();
        Whole?.Dispose();
    }
}
