using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Meta;

/// <summary>The meta-optimisers of a run, one per group, and what each group's update needs beside the gradient.</summary>
/// <param name="spec">The run's spec.</param>
internal sealed class MetaOptimizers(RunSpec spec)
{
    private readonly MetaOptimizer _warp = new(spec.OuterLoop.Warp), _start = new(spec.OuterLoop.Initialization), _rate = new(spec.OuterLoop.Rates);

    /// <summary>The group before its first update.</summary>
    public MetaGroup BeginWarp(ParameterSet phi) => Begin(phi, _warp);

    /// <inheritdoc cref="BeginWarp"/>
    public MetaGroup BeginStart(ParameterSet initialization) => Begin(initialization, _start);

    /// <inheritdoc cref="BeginWarp"/>
    public MetaGroup BeginRate(ParameterSet rates) => Begin(rates, _rate);

    /// <summary>φ after an update; a copy where there is no gradient.</summary>
    public MetaGroup UpdateWarp(MetaGroup warp, ParameterSet? gradient, double progress) => Update(warp, gradient, _warp, progress);

    /// <summary>θ₀ after an update, weighted by λ; a copy where there is no gradient.</summary>
    public MetaGroup UpdateStart(MetaGroup start, ParameterSet? gradient, double progress) =>
        Update(start, gradient, _start, progress, spec.MetaLearner.InitializationWeight);

    /// <summary>ψ after an update; a copy where there is no gradient.</summary>
    public MetaGroup UpdateRate(MetaGroup rate, ParameterSet? gradient, double progress)
    {
        var updated = Update(rate, gradient, _rate, progress);
        LearnedRateSet.KeepPositive(updated.Parameters);
        return updated;
    }

    private static MetaGroup Begin(ParameterSet parameters, MetaOptimizer optimizer)
    {
        using var scope = torch.NewDisposeScope();
        return new MetaGroup(parameters, optimizer.Start(parameters).Map(set => set.DetachFromScope()));
    }

    private static MetaGroup Update(MetaGroup group, ParameterSet? gradient, MetaOptimizer optimizer, double progress, double weight = 1)
    {
        if (gradient is null || group.Parameters.Count == 0)
            return group.Copied();
        var (parameters, state) = optimizer.Update(group.Parameters, gradient, group.Optimizer, progress, weight);
        return new MetaGroup(parameters, state);
    }
}
