namespace WarpGrad.Contracts.Specs;

/// <summary>The rules between fields of a <see cref="RunSpec"/>.</summary>
internal static class SpecRules
{
    /// <summary>Everything that does not fit together.</summary>
    public static IEnumerable<SpecError> Check(RunSpec spec) => [.. Family(spec), .. Images(spec), .. Learner(spec.Learner), .. Objectives(spec), .. Rates(spec), .. Together(spec), .. Compute(spec)];

    private static IEnumerable<SpecError> Family(RunSpec spec)
    {
        var (task, meta, steps) = (spec.Task, spec.MetaLearner, spec.InnerLoop.Steps);
        if (task.Family.ArchitecturesOf() is var fitting && !fitting.Contains(spec.Learner.Architecture))
            yield return new("learner.architecture", $"Tasks of this family are learned by {string.Join(" or ", fitting.Select(Name))}. Choose that, or another family.");
        if (!task.Family.NeedsDataset() && meta.Algorithm == MetaAlgorithm.FineTuning)
            yield return new("metaLearner.algorithm", "Fine-tuning needs classes of images: choose an image family or another algorithm.");
        if (task.Family == TaskFamily.MultiShotImages && spec.Learner.Head != HeadKind.Fixed)
            yield return new("learner.head", "Multi-shot tasks have a fixed number of classes and many steps: choose the fixed head.");
        if (task.Family == TaskFamily.ContinualSines && (steps < task.Continual.SubTasks || steps % task.Continual.SubTasks != 0))
            yield return new("innerLoop.steps", $"Adaptation steps are shared equally among the sub-tasks: choose a multiple of {task.Continual.SubTasks}.");
        if (task.Family == TaskFamily.Maze && task.Maze.Size % 2 == 0)
            yield return new("task.maze.size", "A maze has an odd side, so that its pillars stand at every second cell.");
        if (task.Sinusoid.LargestAmplitude < task.Sinusoid.SmallestAmplitude)
            yield return new("task.sinusoid.largestAmplitude", "The largest amplitude must not be below the smallest.");
        if (task.Continual.LargestAmplitude < task.Continual.SmallestAmplitude)
            yield return new("task.continual.largestAmplitude", "The largest amplitude must not be below the smallest.");
        if (task.Continual.LargestFrequency < task.Continual.SmallestFrequency)
            yield return new("task.continual.largestFrequency", "The largest frequency must not be below the smallest.");
        if (meta.Initialization == InitializationObjective.Stream && (meta.Algorithm != MetaAlgorithm.Continual || spec.OuterLoop.MetaBatch != 1))
            yield return new("metaLearner.initialization", "A stream is one endless task: choose the continual algorithm and a meta-batch of 1.");
        if (task.Family == TaskFamily.Maze && meta.Initialization is InitializationObjective.Maml)
            yield return new("metaLearner.initialization", "Rewards cannot be differentiated through an adaptation run: choose another objective for mazes.");
        if (task.Family is TaskFamily.Maze or TaskFamily.Surfaces && (meta.Objective == WarpObjectiveKind.Trajectory))
            yield return new("metaLearner.objective", "This family's tasks are not differentiated through a whole adaptation: choose exact, firstOrder or noStep.");
        if (task.Family == TaskFamily.Surfaces && meta.Initialization != InitializationObjective.None)
            yield return new("metaLearner.initialization", "Surfaces start at random points: choose no objective of the initialisation.");
    }

    /// <summary>What only tasks of images can do, and what their heads ask for.</summary>
    private static IEnumerable<SpecError> Images(RunSpec spec)
    {
        var (family, learner, meta) = (spec.Task.Family, spec.Learner, spec.MetaLearner);
        if (spec.Evaluation.WarpStatistics && !(family.NeedsDataset() && learner.Architecture == Architecture.Conv4))
            yield return new("evaluation.warpStatistics", "Activations are measured around the warp-layers of conv4 on images: switch it off, or choose that architecture.");
        if (spec.InnerLoop.Adapts == AdaptedPart.Head && !family.NeedsDataset())
            yield return new("innerLoop.adapts", "Only learners of images have a classifier that could adapt alone: choose all.");
        if (meta.Initialization == InitializationObjective.Stream && family.NeedsDataset() && learner.Head != HeadKind.Fixed)
            yield return new("learner.head", "A stream goes on with the classifier that it adapted: choose the fixed head.");
        if (family.NeedsDataset() && learner.Head == HeadKind.Proto && LayerNames.Of(learner).All(LayerNames.Warped(learner).Contains))
            yield return new("learner.warpedLayers", "A proto head has no start of its own, so at least one layer must adapt: leave one out, or choose the shared or the fixed head.");
    }

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
        if (meta.Pretraining > 0 && AgainstPretraining(spec, meaningful) is { } reason)
            yield return new("metaLearner.pretraining", reason);
        if (spec.Task is { Family: TaskFamily.FewShotImages, DistortedTasks: > 0 } && !meaningful)
            yield return new("task.distortedTasks", "Distorted tasks are tasks of other classes, and this baseline has a row of its classifier for each class of the dataset, or never trains: choose 0.");
        if (inner.Steps == 0 && meaningful && !whole)
            yield return new("innerLoop.steps", "Without adaptation steps there is no path to learn from: choose at least 1, or MAML as the objective of the initialisation.");
        if (inner.Steps == 0 && meaningful && whole && meta.Objective != WarpObjectiveKind.Trajectory && HasMoreThanAStart(spec))
            yield return new("metaLearner.objective", "Without adaptation steps there are no points for this objective, and warp-layers, learned rates and the scale of a proto head would stay as they began: choose trajectory.");
    }

    private static string? AgainstPretraining(RunSpec spec, bool learnsToAdapt) => spec switch
    {
        { Task.Family: not TaskFamily.FewShotImages } => "Pretraining is there for few-shot images: choose 0.",
        { MetaLearner.Initialization: InitializationObjective.Stream } => "A stream adapts from its first step on: choose 0.",
        _ when !learnsToAdapt => "Pretraining comes before learning to adapt, which this baseline never does: choose 0, or the offline, online or continual algorithm.",
        _ => null,
    };

    // The scale of a proto head is a warp parameter.
    private static bool HasMoreThanAStart(RunSpec spec) =>
        HasWarp(spec.Learner) || spec.InnerLoop.LearnedRates != LearnedRates.None || (spec.Task.Family.NeedsDataset() && spec.Learner.Head == HeadKind.Proto);

    private static IEnumerable<SpecError> Rates(RunSpec spec)
    {
        var inner = spec.InnerLoop;
        if (inner.LearnedRates == LearnedRates.None)
            yield break;
        if (spec.Task.Family == TaskFamily.Surfaces)
            yield return new("innerLoop.learnedRates", "Descent on surfaces has one given rate: choose none.");
        else if (spec.MetaLearner.Objective == WarpObjectiveKind.NoStep)
            yield return new("innerLoop.learnedRates", "Rates are learned through a step, and this warp objective takes none: choose exact, firstOrder or trajectory.");
        if (spec.MetaLearner.LookAhead == LookAheadKind.Plain && spec.MetaLearner.Objective != WarpObjectiveKind.Trajectory)
            yield return new("metaLearner.lookAhead", "Learned rates are learned through the step that adaptation takes: choose the look-ahead step as adapted.");
        if (inner.LearnedRates == LearnedRates.ElementWise && inner.Optimizer != OptimizerKind.Sgd)
            yield return new("innerLoop.optimizer", "One rate per weight goes with plain gradient descent (Meta-SGD).");
    }

    /// <summary>Where several tasks cannot be computed at once, because something is decided for each by itself.</summary>
    private static IEnumerable<SpecError> Together(RunSpec spec)
    {
        var meta = spec.MetaLearner;
        if (spec.OuterLoop.TasksAtOnce <= 1 || spec.Task.Family is not (TaskFamily.FewShotImages or TaskFamily.Sinusoids or TaskFamily.ContinualSines))
            yield break;
        if (meta.Algorithm is not (MetaAlgorithm.Offline or MetaAlgorithm.Online or MetaAlgorithm.Continual))
            yield return new("outerLoop.tasksAtOnce", "Several tasks at once are there for algorithms that learn from adapting to tasks: choose 1, or the offline, online or continual algorithm.");
        if (spec.InnerLoop.ClipNorm > 0)
            yield return new("outerLoop.tasksAtOnce", "Whether a step is clipped is decided for each task by itself: choose 1, or no clipping.");
    }

    private static IEnumerable<SpecError> Compute(RunSpec spec)
    {
        if (!ComputeDevices.IsKnown(spec.Device))
            yield return new("device", $"There is no device '{spec.Device}': choose auto, cpu, cuda, or a certain GPU such as cuda:0.");
        if (ComputeDevices.NeedsGpu(spec.Device) && !spec.Task.Family.NeedsDataset())
            yield return new("device", "The networks of this family are so small that a GPU is slower than the CPU: choose auto or cpu.");
        if (spec.Precision == Precision.Mixed && !spec.Task.Family.NeedsDataset())
            yield return new("precision", "Mixed precision is for networks of images: choose float32 or float64.");
    }

    private static bool HasWarp(LearnerSpec learner) => learner.Warp != WarpDesign.None || learner.WarpHead || LayerNames.Warped(learner).Count > 0;

    private static WarpDesign[] Fitting(Architecture architecture) => architecture switch
    {
        Architecture.Mlp => [WarpDesign.None, WarpDesign.Scale, WarpDesign.Linear, WarpDesign.FeedForward, WarpDesign.Residual],
        Architecture.Point => [WarpDesign.FeedForward, WarpDesign.Residual],
        Architecture.Recurrent => [WarpDesign.None, WarpDesign.Lstm],
        _ => [.. Enum.GetValues<WarpDesign>().Where(design => design is not (WarpDesign.Linear or WarpDesign.FeedForward or WarpDesign.Lstm))],
    };

    private static bool CanBeIdentity(LearnerSpec learner) => learner.Warp switch
    {
        WarpDesign.Residual => learner.Architecture is Architecture.Mlp or Architecture.Point,
        WarpDesign.Conv3x3Relu or WarpDesign.Conv3x3NormRelu or WarpDesign.ResidualTwoLayers or WarpDesign.FeedForward or WarpDesign.Lstm => false,
        _ => true,
    };

    private static string Name<TChoice>(TChoice choice)
        where TChoice : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());
}
