using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Optimization;

/// <summary>
/// A meta-optimiser without hidden state: parameters and state go in, new ones come out. Warp, initialisation and learned rates each
/// have their own, so that an update of one never moves the others.
/// </summary>
/// <param name="spec">Rule, step size β, schedule and clipping.</param>
public sealed class MetaOptimizer(OptimizerSpec spec)
{
    private readonly UpdateRule _rule = UpdateRule.Of(spec.Kind, spec.Momentum, spec.ClipNorm);

    /// <summary>The state before the first update.</summary>
    /// <param name="parameters">Parameters to be updated.</param>
    public OptimizerState Start(ParameterSet parameters) => _rule.Start(parameters);

    /// <summary>One update. The old parameters and state stay as they are; the new ones belong to the caller.</summary>
    /// <param name="parameters">Current parameters.</param>
    /// <param name="gradient">Gradient to descend.</param>
    /// <param name="state">Current state.</param>
    /// <param name="progress">Part of the run that is over, for the schedule.</param>
    /// <param name="weight">Factor on the step size, such as λ.</param>
    public (ParameterSet Parameters, OptimizerState State) Update(
        ParameterSet parameters, ParameterSet gradient, OptimizerState state, double progress, double weight = 1)
    {
        using var scope = torch.NewDisposeScope();
        var rate = weight * Rate(progress);
        var (direction, next) = _rule.Direct(gradient, state, []);
        var updated = parameters.Zip(direction, (value, slope) => value.Plus(slope, -rate));
        return (updated.DetachFromScope(), next.Map(set => set.DetachFromScope()));
    }

    private double Rate(double progress) => spec.LearningRate * spec.Schedule switch
    {
        LearningRateSchedule.Constant => 1,
        LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2,
        _ => throw new ArgumentOutOfRangeException(nameof(progress), spec.Schedule, "Unknown schedule."),
    };
}
