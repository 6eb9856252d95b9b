namespace WarpGrad.Contracts.Specs;

/// <summary>Which finished runs may stand beside each other as methods with the same budget.</summary>
public static class BudgetRules
{
    /// <summary>Fields that make a method; the others are settings of one.</summary>
    private static readonly string[] Method =
    [
        "metaLearner.algorithm", "metaLearner.objective", "metaLearner.initialization", "metaLearner.pretraining",
        "innerLoop.steps", "innerLoop.learnedRates", "innerLoop.adapts", "learner.warp", "learner.warpedLayers", "learner.warpHead",
    ];

    /// <summary>Whether training ended because its time was up.</summary>
    /// <param name="spec">Spec of a finished run.</param>
    /// <param name="step">Meta-steps that it did.</param>
    public static bool EndedByTime(RunSpec spec, long step) =>
        spec.OuterLoop.MaxMinutes > 0 && spec.MetaLearner.Algorithm != MetaAlgorithm.None && step < spec.OuterLoop.MetaSteps;

    /// <summary>
    /// Whether the limit that ended two finished runs is the same: the same time, or as many meta-steps of as many tasks. A limit that was never
    /// reached does not count. What never trains spends nothing, which is within every budget.
    /// </summary>
    /// <param name="a">Spec of the one.</param>
    /// <param name="aStep">Meta-steps that it did.</param>
    /// <param name="b">Spec of the other, which is measured against it.</param>
    /// <param name="bStep">Meta-steps that it did.</param>
    public static bool SameBudget(RunSpec a, long aStep, RunSpec b, long bStep) => b.MetaLearner.Algorithm == MetaAlgorithm.None || (EndedByTime(a, aStep), EndedByTime(b, bStep)) switch
    {
        (true, true) => a.OuterLoop.MaxMinutes.Equals(b.OuterLoop.MaxMinutes),
        (false, false) => aStep == bStep && a.OuterLoop.MetaBatch == b.OuterLoop.MetaBatch,
        _ => false,
    };

    /// <summary>Whether two specs are of different methods, not of one with other rates, sizes or evaluation.</summary>
    public static bool OtherMethod(RunSpec a, RunSpec b) => !MethodOf(a).SequenceEqual(MethodOf(b));

    /// <summary>Values of the fields that make the method, as far as they matter. No steps at all is another method than some; how many is a setting.</summary>
    private static IEnumerable<string> MethodOf(RunSpec spec) => SpecFields.All
        .Where(field => Method.Contains(field.Path))
        .Select(field => !SpecFields.Applies(field, spec) ? "" : field.Path switch
        {
            "innerLoop.steps" => spec.InnerLoop.Steps > 0 ? "some" : "none",
            "metaLearner.pretraining" => spec.MetaLearner.Pretraining > 0 ? "some" : "none",
            _ => SpecFields.Text(field, spec),
        });
}
