using WarpGrad.Contracts.Specs;

namespace WarpGrad.Jobs.Tests.Survival;

/// <summary>Small specs that together have every meta-learner, objective, initialisation and kind of state that a checkpoint holds.</summary>
internal static class ResumeSpecs
{
    /// <summary>More than the quickest method comes through in ten lives of a few steps each.</summary>
    private const int MetaSteps = 70;

    /// <summary>The same for methods that are several times slower than the quickest, which ends each life.</summary>
    private const int SlowMetaSteps = 30;

    private static readonly RunSpec Base = new()
    {
        Task = new TaskSpec { Ways = 3, Shots = 1, Queries = 2 },
        Learner = new LearnerSpec { Filters = 4 },
        InnerLoop = new InnerLoopSpec { Steps = 2 },
        OuterLoop = new OuterLoopSpec { MetaSteps = MetaSteps, MetaBatch = 2 },
        Evaluation = new EvaluationSpec { Interval = 15, Tasks = 2, FinalTasks = 3, CheckpointInterval = 1 },
    };

    /// <summary>Specs by name of the method. A run without meta-learning has no steps between which it could be killed.</summary>
    public static IReadOnlyDictionary<string, RunSpec> Methods { get; } = new Dictionary<string, RunSpec>
    {
        ["Warp-Leap, offline, exact"] = Slow(With(new())),
        ["Warp-Leap, offline, first order, learned rates, momentum"] = With(
            new() { Objective = WarpObjectiveKind.FirstOrder, PointsPerUpdate = 1, Epochs = 2 },
            inner: new() { Steps = 2, Optimizer = OptimizerKind.Momentum, LearnedRates = LearnedRates.PerTensor }),
        ["Warp-Leap, offline, no step, store on disk"] = With(new() { Objective = WarpObjectiveKind.NoStep, PointsPerTask = 1, StoreMegabytes = 0 }),
        ["Warp-Leap after pretraining"] = With(new() { Pretraining = 0.5 }),
        ["Warp-MAML, online"] = With(new() { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.Maml }),
        ["Warp-Reptile, online, Adam inside"] = With(
            new() { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.Reptile },
            inner: new() { Steps = 2, LearningRate = 0.01, Optimizer = OptimizerKind.Adam }),
        ["WarpGrad, continual"] = Slow(With(new() { Algorithm = MetaAlgorithm.Continual, PointsPerUpdate = 1 })),
        ["WarpGrad, continual, stream"] = Base with
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
            OuterLoop = Base.OuterLoop with { MetaBatch = 1 },
        },
        ["MAML"] = With(Unrolled(InitializationObjective.Maml), WarpDesign.None),
        ["Meta-SGD"] = With(Unrolled(InitializationObjective.Maml), WarpDesign.None, new() { Steps = 2, LearnedRates = LearnedRates.ElementWise }),
        ["Prototypical network"] = With(Unrolled(InitializationObjective.Maml), WarpDesign.None, new() { Steps = 0 }),
        ["Fine-tuning"] = With(new() { Algorithm = MetaAlgorithm.FineTuning }, WarpDesign.None),
    };

    /// <summary>Methods that hold the same kinds of state as others do; the proof takes them in, the tests have no time for them.</summary>
    public static IReadOnlyDictionary<string, RunSpec> Variants { get; } = new Dictionary<string, RunSpec>
    {
        ["WarpGrad without learned initialisation"] = With(new() { Initialization = InitializationObjective.None }),
        ["First-order MAML"] = With(Unrolled(InitializationObjective.Fomaml), WarpDesign.None),
        ["ANIL"] = With(Unrolled(InitializationObjective.Maml), WarpDesign.None, new() { Steps = 2, Adapts = AdaptedPart.Head }),
        ["T-Nets"] = With(Unrolled(InitializationObjective.Maml), WarpDesign.Conv1x1),
        ["Reptile"] = With(new() { Initialization = InitializationObjective.Reptile }, WarpDesign.None),
        ["Leap"] = With(new() { Initialization = InitializationObjective.SimplifiedLeap }, WarpDesign.None),
    };

    private static MetaLearnerSpec Unrolled(InitializationObjective initialization) =>
        new() { Objective = WarpObjectiveKind.Trajectory, Initialization = initialization };

    private static RunSpec Slow(RunSpec spec) => spec with { OuterLoop = spec.OuterLoop with { MetaSteps = SlowMetaSteps } };

    private static RunSpec With(MetaLearnerSpec meta, WarpDesign warp = WarpDesign.Conv3x3, InnerLoopSpec? inner = null) => Base with
    {
        MetaLearner = meta,
        Learner = Base.Learner with { Warp = warp },
        InnerLoop = inner ?? Base.InnerLoop,
    };
}
