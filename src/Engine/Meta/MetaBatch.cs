using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>What the outcomes of a meta-batch amount to.</summary>
internal static class MetaBatch
{
    /// <summary>Mean gradient of the initialisation objective over the tasks, in the enclosing dispose scope; null where there is none.</summary>
    public static ParameterSet? MeanInitialization(MetaState state, IReadOnlyList<TaskOutcome> outcomes)
    {
        if (outcomes[0].Initialization is null)
            return null;
        using var sum = new GradientSum(state.Initialization);
        foreach (var outcome in outcomes)
            sum.Add(outcome.Initialization!, outcome.Count);
        return sum.Mean();
    }

    /// <summary>Updates φ and ψ by their gradients through whole trajectories; without such gradients they stay.</summary>
    public static (MetaGroup Warp, MetaGroup Rate, double Objective) UpdateWhole(
        MetaOptimizers optimizers, MetaState state, IReadOnlyList<TaskOutcome> outcomes, double progress)
    {
        using var sum = new WarpGradientSum(state.Phi, state.Rates);
        foreach (var whole in outcomes.Select(outcome => outcome.Whole).OfType<WarpGradientSum>())
            sum.Add(whole);
        var (phi, rates) = sum.Mean();
        return (optimizers.UpdateWarp(state.Warp, phi, progress), optimizers.UpdateRate(state.Rate, rates, progress), outcomes.Sum(outcome => outcome.Loss) / outcomes.Sum(outcome => outcome.Count));
    }

    /// <summary>The judgements that were made.</summary>
    public static IReadOnlyList<(Judgement Before, Judgement After)> Judgements(IEnumerable<TaskOutcome> outcomes) =>
        [.. outcomes.SelectMany(outcome => outcome.Judgements)];
}
