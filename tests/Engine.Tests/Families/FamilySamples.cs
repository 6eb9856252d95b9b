using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>One small spec per task family, in double precision.</summary>
internal static class FamilySamples
{
    public static IReadOnlyDictionary<TaskFamily, RunSpec> Specs { get; } = new Dictionary<TaskFamily, RunSpec>
    {
        [TaskFamily.FewShotImages] = Samples.Spec,
        [TaskFamily.MultiShotImages] = Samples.Spec with
        {
            Task = new TaskSpec { Family = TaskFamily.MultiShotImages, Ways = 4, Shots = 3, Queries = 2, Batch = 5, Augmentation = true },
            Learner = Samples.Spec.Learner with { Head = HeadKind.Fixed, Normalization = Normalization.Running },
            InnerLoop = new InnerLoopSpec { Steps = 4, LearningRate = 0.05 },
        },
        [TaskFamily.Sinusoids] = Curve(TaskFamily.Sinusoids, new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.Maml }, steps: 3),
        [TaskFamily.ContinualSines] = Curve(TaskFamily.ContinualSines, new MetaLearnerSpec { Algorithm = MetaAlgorithm.Continual, PointsPerUpdate = 5 }, steps: 10),
        [TaskFamily.Surfaces] = Samples.Spec with
        {
            Task = new TaskSpec { Family = TaskFamily.Surfaces, Surface = new SurfaceSpec { Starts = 4 } },
            Learner = new LearnerSpec { Architecture = Architecture.Point, Filters = 7, Warp = WarpDesign.FeedForward },
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.None },
            InnerLoop = new InnerLoopSpec { Steps = 6, LearningRate = 0.1 },
        },
        [TaskFamily.Maze] = Samples.Spec with
        {
            Task = new TaskSpec { Family = TaskFamily.Maze, Maze = new MazeSpec { Size = 5, Episodes = 3, Moves = 8 } },
            Learner = new LearnerSpec { Architecture = Architecture.Recurrent, Filters = 6, Warp = WarpDesign.Lstm },
            MetaLearner = new MetaLearnerSpec
            {
                Algorithm = MetaAlgorithm.Continual,
                Objective = WarpObjectiveKind.NoStep,
                Initialization = InitializationObjective.Stream,
                PointsPerUpdate = 2,
            },
            InnerLoop = new InnerLoopSpec { Steps = 4, LearningRate = 0.001, Optimizer = OptimizerKind.Adam },
            OuterLoop = Samples.Spec.OuterLoop with { MetaBatch = 1 },
        },
    };

    /// <summary>The families by name, for theories.</summary>
    public static TheoryData<TaskFamily> All => [.. Specs.Keys];

    /// <summary>The dataset of a family, or null.</summary>
    public static PackedImages? Data(TaskFamily family) => family.NeedsDataset() ? Samples.Images() : null;

    private static RunSpec Curve(TaskFamily family, MetaLearnerSpec meta, int steps) => Samples.Spec with
    {
        Task = new TaskSpec { Family = family, Shots = 5, Queries = 6, Batch = 4 },
        Learner = new LearnerSpec { Architecture = Architecture.Mlp, Filters = 8, Warp = WarpDesign.Residual },
        MetaLearner = meta,
        InnerLoop = new InnerLoopSpec { Steps = steps, LearningRate = 0.02 },
    };
}
