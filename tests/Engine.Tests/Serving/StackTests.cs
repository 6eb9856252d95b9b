using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Serving;

/// <summary>Tasks adapted to in one batch come out as if each had been adapted to alone.</summary>
public sealed class StackTests
{
    private static readonly IReadOnlyDictionary<string, RunSpec> Learners = MakeLearners();

    public static TheoryData<string> Names { get; } = [.. Learners.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Together_every_task_comes_out_as_alone(string name) => Compare(Learners[name] with { Precision = Precision.Float64 }, 1e-9);

    [Theory]
    [InlineData(HeadKind.Proto, Normalization.Support, 1)]
    [InlineData(HeadKind.Fixed, Normalization.Transductive, 3)]
    [InlineData(HeadKind.Shared, Normalization.Layer, 1)]
    public void In_float32_they_do_so_up_to_rounding(HeadKind head, Normalization normalization, int channels) =>
        Compare(Spec(new LearnerSpec { Head = head, Normalization = normalization, Filters = 20 }), 1e-3, channels);

    [Fact]
    public void In_mixed_precision_they_do_so_up_to_coarser_rounding() =>
        Compare(Spec(new LearnerSpec { Normalization = Normalization.Layer, Filters = 8 }) with { Precision = Precision.Mixed }, 0.1);

    [Fact]
    public void Without_warps_and_without_steps_too()
    {
        var spec = Spec(new LearnerSpec { Filters = 4 }) with { Precision = Precision.Float64 };
        Compare(spec, 1e-9, options: new AdaptationOptions(Warped: false));
        Compare(spec, 1e-9, options: new AdaptationOptions(Steps: 0));
        Compare(spec, 1e-9, options: new AdaptationOptions(Steps: 3, LearningRate: 0.02));
    }

    [Fact]
    public void A_task_that_runs_away_takes_no_other_with_it()
    {
        var data = Samples.Images();
        using var model = ServedModels.Draw(Spec(new LearnerSpec { Normalization = Normalization.Layer, Head = HeadKind.Shared, Filters = 4 }), data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        var sound = model.Prepare(support, labels, 3, new AdaptationOptions());
        var wild = model.Prepare(support, labels, 3, new AdaptationOptions());
        wild.Task.Images.AsSpan().Fill(float.NaN);

        using var alone = model.Adapt(sound);
        var together = model.AdaptTogether([wild, sound]);

        Assert.All(together[0].SupportLoss, loss => Assert.True(double.IsNaN(loss), "Its images are no numbers."));
        Near(alone.SupportLoss, together[1].SupportLoss, 1e-4);
        foreach (var adapted in together)
            adapted.Dispose();
    }

    [Fact]
    public void Only_tasks_that_are_alike_are_adapted_to_together()
    {
        var data = Samples.Images();
        using var model = ServedModels.Draw(Spec(new LearnerSpec { Filters = 4 }), data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        var (fewer, fewerLabels) = ServedModels.Support(data, ClassSplit.Test, 3, 1);
        var task = model.Prepare(support, labels, 3, new AdaptationOptions());

        Assert.Equal(task.Alike, model.Prepare(support, [.. labels.Reverse()], 3, new AdaptationOptions()).Alike);
        Assert.Throws<ArgumentException>(() => model.AdaptTogether([task, model.Prepare(fewer, fewerLabels, 3, new AdaptationOptions())]));
        Assert.Throws<ArgumentException>(() => model.AdaptTogether([task, model.Prepare(support, labels, 3, new AdaptationOptions(Steps: 1))]));
        var stopping = model.Prepare(support, labels, 3, new AdaptationOptions(StopBelow: 0.1));
        Assert.Null(stopping.Alike);
        Assert.Throws<ArgumentException>(() => model.AdaptTogether([stopping, stopping]));
    }

    [Fact]
    public void Tasks_of_a_model_that_clips_its_steps_are_adapted_to_alone()
    {
        var data = Samples.Images();
        var spec = Spec(new LearnerSpec { Filters = 4 });
        using var model = ServedModels.Draw(spec with { InnerLoop = spec.InnerLoop with { ClipNorm = 1 } }, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);

        Assert.Null(model.Prepare(support, labels, 3, new AdaptationOptions()).Alike);
    }

    [Fact]
    public void A_stack_that_is_stopped_ends_between_steps()
    {
        var data = Samples.Images();
        using var model = ServedModels.Draw(Spec(new LearnerSpec { Filters = 4 }), data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        var task = model.Prepare(support, labels, 3, new AdaptationOptions());

        Assert.Throws<OperationCanceledException>(() => model.AdaptTogether([task, task], new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(HeadKind.Fixed)]
    [InlineData(HeadKind.Shared)]
    [InlineData(HeadKind.Proto)]
    public void To_meta_learning_a_stack_is_the_sum_of_its_tasks(HeadKind head)
    {
        using var scope = torch.NewDisposeScope();
        var spec = Spec(new LearnerSpec { Head = head, Filters = 4 });
        var learner = ImageLearner.Create(spec, Samples.Image);
        var (theta, phi) = (learner.Draw(LayerRole.Adapt, 1, torch.ScalarType.Float64), learner.Draw(LayerRole.Warp, 1, torch.ScalarType.Float64).AsLeaves());
        FewShotTask[] drawn = [Samples.Task(spec), Samples.Task(spec, 1), Samples.Task(spec, 2)];
        using var stack = new ImageStack(learner, TaskTensors.Stacked(drawn, torch.ScalarType.Float64));
        ImageTask[] tasks = [.. drawn.Select(task => new ImageTask(learner, TaskTensors.From(task, torch.ScalarType.Float64)))];

        foreach (var loss in new Func<IMetaTask, ParameterSet, torch.Tensor>[] { (task, at) => task.TaskLoss(0, at, phi), (task, at) => task.FinalLoss(at, phi) })
        {
            var (value, toTheta, toPhi) = Gradient(stack, loss);
            var singles = tasks.Select(task => Gradient(task, loss)).ToArray();
            Assert.Equal(singles.Sum(single => single.Value), value, 1e-9);
            Near(singles.Select(single => single.ToTheta).Aggregate((a, b) => a.Zip(b, (x, y) => x.Plus(y))), toTheta, 1e-9);
            Near(singles.Select(single => single.ToPhi).Aggregate((a, b) => a.Zip(b, (x, y) => x.Plus(y))), toPhi, 1e-9);
        }

        using var passage = stack.Begin();
        var judged = passage.Judge(0, stack.Start(theta), phi);
        var each = tasks.Select(task => task.Begin()).Zip(tasks, (way, task) => way.Judge(0, task.Start(theta), phi)).ToArray();
        Assert.Equal(each.Average(one => one.Loss), judged.Loss, 1e-9);
        Assert.Equal(each.Average(one => one.Score), judged.Score, 1e-9);

        (double Value, ParameterSet ToTheta, ParameterSet ToPhi) Gradient(IMetaTask task, Func<IMetaTask, ParameterSet, torch.Tensor> loss)
        {
            var leaves = task.Start(theta).AsLeaves();
            var value = loss(task, leaves);
            var gradients = ParameterSet.GradientsOf(value, false, leaves, phi);
            return (value.Number(), task.ToInitialization(gradients[0]), gradients[1]);
        }
    }

    private static void Compare(RunSpec spec, double tolerance, int channels = 1, AdaptationOptions? options = null)
    {
        var data = Samples.Images(shape: Samples.Image with { Channels = channels });
        using var model = spec.InnerLoop.LearnedRates == LearnedRates.None ? ServedModels.Draw(spec, data) : ServedModels.Train(spec, data);

        // The same number of images, but other classes, and not the same number of each.
        int[][] labels = [[0, 0, 1, 1, 2, 2], [2, 0, 1, 1, 0, 2], [1, 1, 1, 0, 0, 2]];
        var tasks = new[] { ClassSplit.Test, ClassSplit.Train, ClassSplit.Validation }
            .Select((split, i) => model.Prepare(ServedModels.Support(data, split, 3, 2).Images, labels[i], 3, options ?? new AdaptationOptions())).ToArray();
        var (queries, _) = ServedModels.Support(data, ClassSplit.Test, 3, 2, skip: 2);

        var together = model.AdaptTogether(tasks);

        Assert.Equal(tasks.Length, together.Count);
        foreach (var (task, stacked) in tasks.Zip(together))
        {
            using var alone = model.Adapt(task);
            Near(alone.SupportLoss, stacked.SupportLoss, tolerance);
            Near(alone.Theta, stacked.Theta, tolerance);
            foreach (var (expected, actual) in alone.Predict(queries).Zip(stacked.Predict(queries)))
                Near([.. expected], [.. actual], Math.Max(tolerance, 1e-5));
            Assert.Equal(alone.Bytes, stacked.Bytes);
            stacked.Dispose();
        }
    }

    private static void Near(ParameterSet expected, ParameterSet actual, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(expected.Names, actual.Names);
        foreach (var (name, right) in expected.Names.Zip(expected.Tensors))
        {
            Assert.Equal(right.shape, actual[name].shape);
            var error = right.Minus(actual[name]).abs().max().Number();
            Assert.True(error <= tolerance * (1 + right.abs().max().Number()), $"{name} is off by {error}.");
        }
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        double[] right = [.. expected], tested = [.. actual];
        Assert.Equal(right.Length, tested.Length);
        Assert.All(right.Zip(tested), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * (1 + Math.Abs(pair.First))));
    }

    private static void Near(float[] expected, float[] actual, double tolerance) => Near(expected.Select(x => (double)x), actual.Select(x => (double)x), tolerance);

    private static RunSpec Spec(LearnerSpec learner, InnerLoopSpec? inner = null) => Samples.Spec with
    {
        Learner = learner,
        InnerLoop = inner ?? new InnerLoopSpec { Steps = 3 },
        OuterLoop = new OuterLoopSpec { MetaSteps = 1, MetaBatch = 2 },
        Evaluation = new EvaluationSpec { Interval = 1, Tasks = 1, FinalTasks = 1, CheckpointInterval = 1 },
    };

    /// <summary>Every head with every normalisation; every warp design, architecture, inner rule and kind of learned rate.</summary>
    private static Dictionary<string, RunSpec> MakeLearners()
    {
        var learners = new Dictionary<string, RunSpec>();
        foreach (var head in Enum.GetValues<HeadKind>())
            foreach (var normalization in Enum.GetValues<Normalization>())
                learners.Add($"{head} head, {normalization} normalisation", Spec(new LearnerSpec { Head = head, Normalization = normalization, Filters = 4 }));
        foreach (var design in new[] { WarpDesign.None, WarpDesign.Scale, WarpDesign.Conv1x1, WarpDesign.Conv3x3Relu, WarpDesign.Conv3x3NormRelu, WarpDesign.Residual, WarpDesign.ResidualTwoLayers })
            learners.Add($"warps {design}", Spec(new LearnerSpec { Warp = design, Filters = 4, BlockOrder = BlockOrder.PoolLast }));
        foreach (var design in new[] { WarpDesign.None, WarpDesign.Scale, WarpDesign.Linear, WarpDesign.FeedForward, WarpDesign.Residual })
            learners.Add($"mlp, warps {design}", Spec(new LearnerSpec { Architecture = Architecture.Mlp, Warp = design, Filters = 6, Activation = Activation.Relu }));
        learners.Add("mlp with a layer turned into a warp", Spec(new LearnerSpec { Architecture = Architecture.Mlp, Warp = WarpDesign.Linear, Filters = 6, WarpedLayers = "linear1" }));
        foreach (var normalization in new[] { Normalization.Support, Normalization.Group })
            learners.Add($"ResNet-12, {normalization} normalisation", Spec(new LearnerSpec { Architecture = Architecture.ResNet12, Filters = 2, Normalization = normalization, WarpedLayers = "block2.conv2, block3.shortcut" }));
        learners.Add("warp head", Spec(new LearnerSpec { Head = HeadKind.Fixed, WarpHead = true, Filters = 4 }));
        learners.Add("layers turned into warps", Spec(new LearnerSpec { Filters = 4, WarpedLayers = "conv3, norm2" }));
        foreach (var rates in Enum.GetValues<LearnedRates>())
            foreach (var rule in rates == LearnedRates.ElementWise ? [OptimizerKind.Sgd] : Enum.GetValues<OptimizerKind>())
                learners.Add($"{rule}, learned rates {rates}", Spec(new LearnerSpec { Head = HeadKind.Shared, Filters = 4 }, new InnerLoopSpec { Steps = 3, LearningRate = 0.02, Optimizer = rule, LearnedRates = rates }));
        learners.Add("only the head adapts", Spec(new LearnerSpec { Head = HeadKind.Fixed, Filters = 4 }, new InnerLoopSpec { Steps = 3, Adapts = AdaptedPart.Head }));
        learners.Add("copies at a temperature", Spec(new LearnerSpec { Filters = 4, InvertImages = true }, new InnerLoopSpec { Steps = 3, SupportCopies = 2, SupportTemperature = 3 }));
        return learners;
    }
}
