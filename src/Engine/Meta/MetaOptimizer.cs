using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Meta;

/// <summary>What a meta-optimiser remembers between updates.</summary>
/// <param name="Updates">Updates made.</param>
/// <param name="Mean">Adam's running mean of gradients; empty for plain descent.</param>
/// <param name="Square">Adam's running mean of squared gradients; empty for plain descent.</param>
public sealed record OptimizerState(long Updates, ParameterSet Mean, ParameterSet Square) : IDisposable
{
    /// <summary>A copy that the caller owns.</summary>
    public OptimizerState Copied() => this with { Mean = Mean.Clone().DetachFromScope(), Square = Square.Clone().DetachFromScope() };

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}

/// <summary>
/// A meta-optimiser without hidden state: parameters and state go in, new ones come out. Warp and initialisation each have their
/// own, so that an update of one never moves the other.
/// </summary>
/// <param name="spec">Rule, step size β and schedule.</param>
public sealed class MetaOptimizer(OptimizerSpec spec)
{
    private const double MeanDecay = 0.9, SquareDecay = 0.999, Epsilon = 1e-8;

    /// <summary>The state before the first update.</summary>
    /// <param name="parameters">Parameters to be updated.</param>
    public OptimizerState Start(ParameterSet parameters) => spec.Kind == OptimizerKind.Adam
        ? new OptimizerState(0, parameters.ZerosLike(), parameters.ZerosLike())
        : new OptimizerState(0, ParameterSet.Empty, ParameterSet.Empty);

    /// <summary>One update. The old parameters and state stay as they are.</summary>
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
        var (updated, next) = spec.Kind switch
        {
            OptimizerKind.Sgd => (parameters.Zip(gradient, (value, slope) => value.Plus(slope, -rate)), state with { Updates = state.Updates + 1 }),
            OptimizerKind.Adam => Adam(parameters, gradient, state, rate),
            _ => throw new ArgumentOutOfRangeException(nameof(parameters), spec.Kind, "Unknown meta-optimiser."),
        };
        return (updated.DetachFromScope(), next with { Mean = next.Mean.DetachFromScope(), Square = next.Square.DetachFromScope() });
    }

    private double Rate(double progress) => spec.LearningRate * spec.Schedule switch
    {
        LearningRateSchedule.Constant => 1,
        LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2,
        _ => throw new ArgumentOutOfRangeException(nameof(progress), spec.Schedule, "Unknown schedule."),
    };

    private static (ParameterSet, OptimizerState) Adam(ParameterSet parameters, ParameterSet gradient, OptimizerState state, double rate)
    {
        var updates = state.Updates + 1;
        var mean = state.Mean.Zip(gradient, (old, slope) => old.Times(MeanDecay).Plus(slope, 1 - MeanDecay));
        var square = state.Square.Zip(gradient, (old, slope) => old.Times(SquareDecay).PlusProduct(slope, slope, 1 - SquareDecay));
        double meanCorrection = 1 - Math.Pow(MeanDecay, updates), rootCorrection = Math.Sqrt(1 - Math.Pow(SquareDecay, updates));
        var direction = mean.Zip(square, (m, v) => m.div(v.sqrt().Over(rootCorrection).Plus(Epsilon)));
        return (parameters.Zip(direction, (value, d) => value.Plus(d, -rate / meanCorrection)), new OptimizerState(updates, mean, square));
    }
}
