using WarpGrad.Contracts.Specs;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>I: whether a meta-batch of curves is trained on, and held-out curves are judged, faster in one batch than one by one.</summary>
internal static class StackedCurves
{
    private static readonly int[] Batches = [5, 16];

    /// <summary>Its rows.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
        Rows(setting, "sinusoid", 20).Concat(Rows(setting, "sinusoid-maml", 40)).Concat(Rows(setting, "continual-sine", 1));

    private static IEnumerable<Workload> Rows(Setting setting, string recipe, int metaSteps)
    {
        var spec = SpecJson.TryRead(Recipes.Find(recipe)!.Spec, out _)!;
        var shapes = $"{spec.InnerLoop.Steps} steps, {spec.Learner.HiddenLayers} hidden layers of {spec.Learner.Filters}";
        return
        [
            .. StackedTraining.Training(setting, $"I.train.{recipe}", shapes, spec, null, metaSteps, Batches),
            .. StackedTraining.Judging(setting, $"I.judge.{recipe}", shapes, spec, null, 1, 32),
        ];
    }
}
