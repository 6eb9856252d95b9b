using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tests.Serving;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>WarpGrad differentiates through no trajectory, so its memory must know nothing of the trajectory's length.</summary>
[Collection(AloneCollection.Name)]
public sealed class MemoryTests
{
    private const int MetaSteps = 2000;

    [Theory]
    [InlineData(MetaAlgorithm.Online)]
    [InlineData(MetaAlgorithm.Offline)]
    [InlineData(MetaAlgorithm.Continual)]
    public void Peak_of_a_meta_step_is_the_same_for_5_50_and_500_inner_steps(MetaAlgorithm algorithm)
    {
        Step(algorithm, 5);
        var peaks = new[] { 5, 50, 500 }.Select(steps => (double)ProcessMemory.PeakDuring(() => Step(algorithm, steps))).ToArray();
        Assert.All(peaks, peak => Assert.InRange(peak / peaks[0], 0, 1.05));
    }

    [Fact]
    public void What_replay_stores_is_reported_and_grows_with_the_steps()
    {
        var bytes = new[] { 5, 50 }.Select(steps => Step(MetaAlgorithm.Offline, steps)).ToArray();
        Assert.True(bytes[0] > 0);
        Assert.Equal(10 * bytes[0], bytes[1]);
    }

    [Fact]
    public void Two_thousand_meta_steps_leave_no_tensor_and_no_memory_behind()
    {
        var spec = Samples.Spec with
        {
            Learner = new LearnerSpec { Architecture = Architecture.Mlp, Filters = 8, Warp = WarpDesign.Linear },
            MetaLearner = new MetaLearnerSpec { Initialization = InitializationObjective.Maml },
            InnerLoop = new InnerLoopSpec { Steps = 1, Optimizer = OptimizerKind.Momentum, LearnedRates = LearnedRates.PerTensor },
            OuterLoop = new OuterLoopSpec { MetaSteps = MetaSteps, MetaBatch = 2 },
            Evaluation = new EvaluationSpec { Interval = MetaSteps, Tasks = 1, FinalTasks = 1, CheckpointInterval = MetaSteps / 10 },
        };
        var (tensors, memory) = (new List<long>(), new List<long>());
        using var trainer = MetaTrainer.Create(spec, Samples.Images(), workers: 2);
        trainer.Run(
            new QuietObserver((_, _) =>
            {
                memory.Add(HeldMemory.Now());
                tensors.Add(torch.Tensor.TotalCount);
            }),
            CancellationToken.None);

        Assert.Equal(10, tensors.Count);
        Assert.Single(tensors.Distinct());

        // Buffers come and go between any two moments; a leak lifts the least that is held, by a KiB of each meta-step to be seen here.
        var grown = memory.Skip(5).Min() - memory.Take(5).Min();
        Assert.True(grown < 1 << 20, $"KiB held at each tenth of the run: {string.Join(", ", memory.Select(bytes => bytes >> 10))}.");
    }

    [Fact]
    public void Stacks_of_tasks_leave_no_tensor_behind_whether_they_end_or_are_stopped()
    {
        var data = Samples.Images();
        using var model = ServedModels.Draw(Samples.Spec with { Learner = new LearnerSpec { Normalization = Normalization.Running, Filters = 4 } }, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        var task = model.Prepare(support, labels, 3, new AdaptationOptions());
        Adapt();
        var before = LiveTensors.Count();

        for (var i = 0; i < 10; i++)
            Adapt();

        Assert.Equal(before, LiveTensors.Count());

        void Adapt()
        {
            foreach (var adapted in model.AdaptTogether([task, task, task]))
                adapted.Dispose();
            Assert.Throws<OperationCanceledException>(() => model.AdaptTogether([task, task], new CancellationToken(canceled: true)));
        }
    }

    /// <summary>One meta-step of a network large enough that any point kept too long would show.</summary>
    /// <returns>Bytes stored for replay.</returns>
    private static long Step(MetaAlgorithm algorithm, int steps)
    {
        var image = new ImageShape(1, 28, 28);
        var spec = Samples.Spec with
        {
            Learner = new LearnerSpec { Filters = 16 },
            MetaLearner = new MetaLearnerSpec { Algorithm = algorithm, Objective = WarpObjectiveKind.FirstOrder, PointsPerUpdate = 10, StoreMegabytes = 0 },
            InnerLoop = new InnerLoopSpec { Steps = steps },
        };
        var learner = ImageLearner.Create(spec, image);
        var meta = MetaLearner.Create(spec, learner, classes: 0, workers: 1);
        using var tasks = TaskTensors.From(Samples.Task(spec, images: Samples.Images(shape: image)), torch.ScalarType.Float32);
        using var state = meta.Start(torch.ScalarType.Float32);
        var step = meta.Step(state, [new ImageTask(learner, tasks)], progress: 0);
        step.State.Dispose();
        return step.StoredBytes;
    }
}
