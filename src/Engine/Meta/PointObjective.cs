using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;

namespace WarpGrad.Engine.Meta;

/// <summary>The warp objective evaluated while adapting, for the algorithms that store no points.</summary>
internal sealed class PointObjective
{
    private readonly WarpObjective _objective;
    private readonly bool _plain;

    private PointObjective(WarpObjective objective, bool plain) => (_objective, _plain) = (objective, plain);

    /// <summary>The objective of a spec; null where φ and ψ are trained through the whole trajectory.</summary>
    public static PointObjective? Of(RunSpec spec) => WarpObjective.Of(spec.MetaLearner.Objective) is { } objective
        ? new PointObjective(objective, spec.MetaLearner is { LookAhead: LookAheadKind.Plain, Objective: not WarpObjectiveKind.NoStep })
        : null;

    /// <summary>Adds the gradient at the start of a step.</summary>
    public void Add(WarpGradientSum sum, ITaskLosses losses, PathStep step, MetaState state, InnerOptimizer optimizer, IReadOnlySet<int>? chosen)
    {
        if (chosen is not null && !chosen.Contains(step.Step))
            return;
        using var scope = torch.NewDisposeScope();
        sum.Add(_objective.Gradient(losses, new PathPoint(step.Step, step.Theta, step.State), state.Phi, state.Rates, _plain ? optimizer.Plain : optimizer), losses.Count);
    }

    /// <summary>Adds the gradient at a point and takes the step from there, which is the objective's own look-ahead step where it has one.</summary>
    /// <returns>The step, in the enclosing dispose scope.</returns>
    public InnerStep Take(
        WarpGradientSum sum, ITaskLosses losses, PathPoint point, MetaState state, InnerOptimizer optimizer, IReadOnlySet<int>? chosen)
    {
        if (chosen is not null && !chosen.Contains(point.Step))
            return optimizer.Take(losses, point.Step, point.Theta, state.Phi, point.State, state.Rates);
        using var scope = torch.NewDisposeScope();
        var gradient = _objective.Gradient(losses, point, state.Phi, state.Rates, _plain ? optimizer.Plain : optimizer, keepStep: !_plain);
        sum.Add(gradient, losses.Count);
        var step = gradient.Step ?? optimizer.Take(losses, point.Step, point.Theta, state.Phi, point.State, state.Rates);
        return step.MoveToOuterScope();
    }
}
