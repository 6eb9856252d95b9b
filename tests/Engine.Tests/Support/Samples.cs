using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>Small made-up datasets and specs.</summary>
internal static class Samples
{
    public static ImageShape Image { get; } = new(1, 16, 16);

    /// <summary>A spec that trains in seconds.</summary>
    public static RunSpec Spec { get; } = new()
    {
        Task = new TaskSpec { Dataset = Guid.Empty, Ways = 3, Shots = 1, Queries = 2 },
        Learner = new LearnerSpec { Filters = 4 },
        InnerLoop = new InnerLoopSpec { Steps = 2 },
        OuterLoop = new OuterLoopSpec { MetaSteps = 4, MetaBatch = 3 },
        Evaluation = new EvaluationSpec { Interval = 2, Tasks = 4, FinalTasks = 4, CheckpointInterval = 2 },
    };

    /// <summary>Methods by name: every algorithm, objective, inner optimiser and kind of learned rate at least once.</summary>
    public static IReadOnlyDictionary<string, RunSpec> Methods { get; } = new Dictionary<string, RunSpec>
    {
        ["offline exact Warp-Leap"] = With(new() { Objective = WarpObjectiveKind.Exact }),
        ["offline exact Warp-Leap, two tasks at once"] = With(new() { Objective = WarpObjectiveKind.Exact }) with { OuterLoop = Spec.OuterLoop with { TasksAtOnce = 2 } },
        ["offline first-order, one point per update"] = With(new() { Objective = WarpObjectiveKind.FirstOrder, PointsPerUpdate = 1, Epochs = 2 }),
        ["offline without a step, some points, on disk"] = With(new() { Objective = WarpObjectiveKind.NoStep, PointsPerTask = 1, StoreMegabytes = 0 }),
        ["offline Warp-MAML"] = With(new() { Initialization = InitializationObjective.Maml }),
        ["offline Warp-Leap after pretraining"] = With(new() { Pretraining = 0.5 }, inner: new() { Steps = 2, LearnedRates = LearnedRates.PerTensor }),
        ["online Warp-MAML"] = With(new() { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.Maml }),
        ["online Warp-Reptile with momentum"] = With(
            new() { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.Reptile },
            inner: new() { Steps = 2, Optimizer = OptimizerKind.Momentum }),
        ["continual"] = With(new() { Algorithm = MetaAlgorithm.Continual, PointsPerUpdate = 1 }),
        ["offline with Adam inside, plain look-ahead"] = With(
            new() { LookAhead = LookAheadKind.Plain }, inner: new() { Steps = 2, LearningRate = 0.01, Optimizer = OptimizerKind.Adam }),
        ["offline with learned rates and momenta"] = With(
            new(), inner: new() { Steps = 2, Optimizer = OptimizerKind.Momentum, LearnedRates = LearnedRates.PerTensor }),
        ["MAML"] = With(new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.None),
        ["first-order MAML"] = With(new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Fomaml }, WarpDesign.None),
        ["ANIL"] = With(new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.None, new() { Steps = 2, Adapts = AdaptedPart.Head }),
        ["Reptile"] = With(new() { Initialization = InitializationObjective.Reptile }, WarpDesign.None),
        ["Leap"] = With(new() { Initialization = InitializationObjective.SimplifiedLeap }, WarpDesign.None),
        ["Meta-SGD"] = With(
            new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.None,
            new() { Steps = 2, LearnedRates = LearnedRates.ElementWise }),
        ["T-Nets"] = With(new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.Conv1x1),
        ["ProtoNet"] = With(new() { Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.None, new() { Steps = 0 }),
        ["fine-tuning"] = With(new() { Algorithm = MetaAlgorithm.FineTuning }, WarpDesign.None),
    };

    private static RunSpec With(MetaLearnerSpec meta, WarpDesign warp = WarpDesign.Conv3x3, InnerLoopSpec? inner = null) => Spec with
    {
        MetaLearner = meta,
        Learner = Spec.Learner with { Warp = warp },
        InnerLoop = inner ?? Spec.InnerLoop,
    };

    /// <summary>Three groups of classes; an image is a pattern of its class with a little noise.</summary>
    public static PackedImages Images(int classesPerGroup = 6, int imagesPerClass = 6, ImageShape? shape = null)
    {
        var image = shape ?? Image;
        var splits = new[] { ClassSplit.Train, ClassSplit.Validation, ClassSplit.Test };
        var classes = new List<ImageClass>();
        var pixels = new List<byte>();
        foreach (var split in splits)
        {
            for (var c = 0; c < classesPerGroup; c++)
            {
                classes.Add(new ImageClass($"group {split}", $"class {c}", split, classes.Count * imagesPerClass, imagesPerClass));
                var random = RandomStream.Derive(5, StreamPurpose.Parameters, classes.Count);
                var pattern = Enumerable.Range(0, image.Size).Select(_ => random.NextInt(200)).ToArray();
                for (var i = 0; i < imagesPerClass; i++)
                    pixels.AddRange(pattern.Select(value => (byte)(value + random.NextInt(56))));
            }
        }

        return new PackedImages(pixels.ToArray(), image.Channels, image.Height, image.Width, classes, "made up");
    }

    public static FewShotTask Task(RunSpec spec, long index = 0, PackedImages? images = null) =>
        new FewShotSampler(images ?? Images(), ClassSplit.Train, TaskRules.ForTraining(spec)).Draw(RandomStream.Derive(spec.Seed, StreamPurpose.TrainTask, index));

    public static TaskTensors Tensors(RunSpec spec, long index = 0, torch.ScalarType type = torch.ScalarType.Float64) =>
        TaskTensors.From(Task(spec, index), type);
}
