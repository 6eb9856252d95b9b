using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tests.Properties;

/// <summary>Small valid specs drawn at random, always the same ones: combinations that nobody would think of.</summary>
internal static class RandomSpecs
{
    private const int Count = 27;

    private const long Seed = 11;

    private static readonly WarpDesign[] Designs = [.. Enum.GetValues<WarpDesign>().Where(design => design != WarpDesign.Lstm)];

    private static readonly IReadOnlyList<Architecture> Architectures = TaskFamily.FewShotImages.ArchitecturesOf();

    /// <summary>The baselines have little to get wrong.</summary>
    private static readonly MetaAlgorithm[] Algorithms =
    [
        MetaAlgorithm.Offline, MetaAlgorithm.Offline, MetaAlgorithm.Offline, MetaAlgorithm.Online, MetaAlgorithm.Online, MetaAlgorithm.Online,
        MetaAlgorithm.Continual, MetaAlgorithm.Continual, MetaAlgorithm.FineTuning, MetaAlgorithm.None,
    ];

    public static IReadOnlyList<RunSpec> All { get; } = Draw();

    /// <summary>What a spec consists of, for the names of tests.</summary>
    public static string Describe(RunSpec spec) => string.Join(
        ' ', spec.Learner.Architecture, spec.Learner.Warp, spec.Learner.Head, spec.Learner.Normalization, spec.MetaLearner.Algorithm,
        spec.MetaLearner.Objective, spec.MetaLearner.Initialization, spec.InnerLoop.Optimizer, spec.InnerLoop.LearnedRates, spec.InnerLoop.Adapts);

    private static RunSpec[] Draw()
    {
        var random = RandomStream.Derive(Seed, StreamPurpose.Parameters);
        var specs = new List<RunSpec>();
        while (specs.Count < Count)
        {
            var spec = DrawOne(random, Designs[specs.Count % Designs.Length], Algorithms[specs.Count % Algorithms.Length]);
            if (SpecValidator.Validate(spec).Count == 0)
                specs.Add(spec);
        }

        return [.. specs];
    }

    private static RunSpec DrawOne(RandomStream random, WarpDesign design, MetaAlgorithm algorithm)
    {
        var architecture = Architectures[random.NextInt(Architectures.Count)];
        return new RunSpec
        {
            Task = new TaskSpec
            {
                Dataset = Guid.Empty,
                Ways = 2 + random.NextInt(2),
                Shots = 1 + random.NextInt(2),
                Queries = 1 + random.NextInt(2),
                WithinGroup = Coin(random),
                Rotations = Coin(random),
                Augmentation = Coin(random),
            },
            Learner = new LearnerSpec
            {
                InvertImages = Coin(random),
                Architecture = architecture,
                Filters = architecture == Architecture.ResNet12 ? 1 + random.NextInt(2) : 2 + random.NextInt(4),
                HiddenLayers = 1 + random.NextInt(3),
                BlockOrder = OneOf<BlockOrder>(random),
                Normalization = OneOf<Normalization>(random),
                Head = OneOf<HeadKind>(random),
                Warp = design,
                WarpedLayers = random.NextInt(4) > 0 ? "" : architecture switch
                {
                    Architecture.Mlp => "linear1",
                    Architecture.ResNet12 => "block2.conv2, block3.shortcut",
                    _ => "conv3, norm2",
                },
                WarpHead = random.NextInt(4) == 0,
                WarpStart = OneOf<WarpStart>(random),
            },
            MetaLearner = new MetaLearnerSpec
            {
                Algorithm = algorithm,
                Objective = OneOf<WarpObjectiveKind>(random),
                LookAhead = OneOf<LookAheadKind>(random),
                Initialization = OneOf<InitializationObjective>(random),
                InitializationWeight = random.NextDouble(0.5, 2),
                PointsPerUpdate = random.NextInt(3),
                PointsPerTask = random.NextInt(3),
                Epochs = 1 + random.NextInt(2),
            },
            InnerLoop = new InnerLoopSpec
            {
                Steps = random.NextInt(4),
                LearningRate = random.NextDouble(0.01, 0.1),
                Optimizer = OneOf<OptimizerKind>(random),
                ClipNorm = Coin(random) ? 0.5 : 0,
                LearnedRates = OneOf<LearnedRates>(random),
                Adapts = random.NextInt(3) == 0 ? AdaptedPart.Head : AdaptedPart.All,
                SupportCopies = random.NextInt(2),
                SupportTemperature = 1 + random.NextInt(3),
            },
            OuterLoop = new OuterLoopSpec
            {
                MetaSteps = 2,
                MetaBatch = 3,
                Warp = Optimizer(random),
                Initialization = Optimizer(random),
                Rates = Optimizer(random),
                TasksAtOnce = random.NextInt(3) == 0 ? 2 : 1,
            },
            Evaluation = new EvaluationSpec { Interval = 2, Tasks = 1, FinalTasks = 1, CheckpointInterval = 1 },
            Seed = random.NextInt(1000),
            Device = ComputeDevices.Cpu,
            Precision = OneOf<Precision>(random),
        };
    }

    private static OptimizerSpec Optimizer(RandomStream random) => new()
    {
        Kind = OneOf<OptimizerKind>(random),
        LearningRate = random.NextDouble(1e-4, 1e-2),
        Schedule = OneOf<LearningRateSchedule>(random),
        ClipNorm = random.NextInt(2),
    };

    private static bool Coin(RandomStream random) => random.NextInt(2) == 0;

    private static TEnum OneOf<TEnum>(RandomStream random)
        where TEnum : struct, Enum
    {
        var values = Enum.GetValues<TEnum>();
        return values[random.NextInt(values.Length)];
    }
}
