namespace WarpGrad.Contracts.Specs;

/// <summary>The rules between fields of a <see cref="RunSpec"/>.</summary>
internal static class SpecRules
{
    /// <summary>Everything that does not fit together.</summary>
    public static IEnumerable<SpecError> Check(RunSpec spec) => [.. Learner(spec.Learner), .. Objectives(spec), .. Rates(spec)];

    private static IEnumerable<SpecError> Learner(LearnerSpec learner)
    {
        if (Fitting(learner.Architecture) is var fitting && !fitting.Contains(learner.Warp))
            yield return new("learner.warp", $"This warp-layer does not fit the architecture. Choose {string.Join(", ", fitting.Select(Name))}.");
        if (learner.WarpStart == WarpStart.Identity && !CanBeIdentity(learner))
            yield return new("learner.warpStart", "This warp-layer cannot be the identity: it ends in ReLU or a normalisation. Choose the default start, or a linear design.");
        var known = LayerNames.Of(learner);
        if (LayerNames.Warped(learner).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            yield return new("learner.warpedLayers", $"There is no layer '{unknown}'. This architecture has: {string.Join(", ", known)}.");
        if (learner.WarpHead && learner.Head != HeadKind.Fixed)
            yield return new("learner.warpHead", "A warp-layer on the outputs needs a fixed number of classes: choose the fixed head.");
        if (learner.Architecture == Architecture.ResNet12 && learner.Filters > 160)
            yield return new("learner.filters", "A resnet12 doubles its filters in each of four blocks: choose at most 160.");
    }

    private static IEnumerable<SpecError> Objectives(RunSpec spec)
    {
        var (meta, inner) = (spec.MetaLearner, spec.InnerLoop);
        var meaningful = meta.Algorithm is MetaAlgorithm.Offline or MetaAlgorithm.Online or MetaAlgorithm.Continual;
        if (meaningful && meta.Initialization == InitializationObjective.None && !HasWarp(spec.Learner) && inner.LearnedRates == LearnedRates.None)
            yield return new("metaLearner.initialization", "Without warp-layers, learned rates and an objective of the initialisation there is nothing to meta-learn: choose one of them.");
        var whole = meta.Objective == WarpObjectiveKind.Trajectory || meta.Initialization is InitializationObjective.Maml or InitializationObjective.Fomaml;
        if (meta.Algorithm == MetaAlgorithm.Continual && whole)
            yield return new("metaLearner.algorithm", "The continual algorithm updates within a task; objectives of the whole adaptation (MAML, trajectory) need the online or offline one.");
        if (meta.Objective == WarpObjectiveKind.Trajectory && meta.Initialization is not (InitializationObjective.Maml or InitializationObjective.Fomaml or InitializationObjective.None))
            yield return new("metaLearner.objective", "A warp trained through the trajectory goes with MAML, first-order MAML or no objective of the initialisation.");
        if (meta.Pretraining > 0 && !meaningful)
            yield return new("metaLearner.pretraining", "Pretraining comes before learning to adapt, which this baseline never does: choose 0, or the offline, online or continual algorithm.");
        if (inner.Steps == 0 && meaningful && !whole)
            yield return new("innerLoop.steps", "Without adaptation steps there is no path to learn from: choose at least 1, or MAML as the objective of the initialisation.");
    }

    private static IEnumerable<SpecError> Rates(RunSpec spec)
    {
        var inner = spec.InnerLoop;
        if (inner.LearnedRates == LearnedRates.None)
            yield break;
        if (spec.MetaLearner.Objective == WarpObjectiveKind.NoStep)
            yield return new("innerLoop.learnedRates", "Rates are learned through a step, and this warp objective takes none: choose exact, firstOrder or trajectory.");
        if (spec.MetaLearner.LookAhead == LookAheadKind.Plain && spec.MetaLearner.Objective != WarpObjectiveKind.Trajectory)
            yield return new("metaLearner.lookAhead", "Learned rates are learned through the step that adaptation takes: choose the look-ahead step as adapted.");
        if (inner.LearnedRates == LearnedRates.ElementWise && inner.Optimizer != OptimizerKind.Sgd)
            yield return new("innerLoop.optimizer", "One rate per weight goes with plain gradient descent (Meta-SGD).");
    }

    private static bool HasWarp(LearnerSpec learner) => learner.Warp != WarpDesign.None || learner.WarpHead || LayerNames.Warped(learner).Count > 0;

    private static WarpDesign[] Fitting(Architecture architecture) => architecture == Architecture.Mlp
        ? [WarpDesign.None, WarpDesign.Scale, WarpDesign.Linear, WarpDesign.Residual]
        : [.. Enum.GetValues<WarpDesign>().Where(design => design != WarpDesign.Linear)];

    private static bool CanBeIdentity(LearnerSpec learner) => learner.Warp switch
    {
        WarpDesign.Residual => learner.Architecture == Architecture.Mlp,
        WarpDesign.Conv3x3Relu or WarpDesign.Conv3x3NormRelu or WarpDesign.ResidualTwoLayers => false,
        _ => true,
    };

    private static string Name(WarpDesign design) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(design.ToString());
}
