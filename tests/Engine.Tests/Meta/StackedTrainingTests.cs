using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Runs whose tasks are computed several at a time, as on a GPU, learn what they learn one by one.</summary>
[Collection(AloneCollection.Name)]
public sealed class StackedTrainingTests
{
    private static readonly IReadOnlyDictionary<string, RunSpec> Specs = MakeSpecs();

    public static TheoryData<string> Names { get; } = [.. Specs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_comes_out_the_same_whether_its_tasks_are_stacked_or_not(string name)
    {
        var (single, reported) = Train(Specs[name], 1);
        var (stacked, stackedReported) = Train(Specs[name], 2);

        Assert.Equal(single.Keys.Order(), stacked.Keys.Order());
        foreach (var (parameter, expected) in single)
            Near($"{name}, {parameter}", expected, stacked[parameter]);
        Assert.Equal(reported.Count, stackedReported.Count);
        foreach (var (expected, actual) in reported.Zip(stackedReported))
        {
            Assert.Equal(expected.Step, actual.Step);
            foreach (var (metric, value) in expected.Values.Where(metric => !Timed(metric.Key)))
                Near($"{name}, {metric}", [value], [actual.Values[metric]]);
        }
    }

    [Fact]
    public void A_stacked_run_ends_with_the_same_bytes_when_it_was_saved_and_resumed()
    {
        var spec = Specs["offline exact Warp-Leap"];
        using var whole = MetaTrainer.Create(spec, Samples.Images(), stack: 2);
        using var half = new MemoryStream();
        whole.Run(
            new QuietObserver((step, trainer) =>
            {
                if (step == 2)
                    trainer.WriteState(half);
            }),
            CancellationToken.None);

        half.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, Samples.Images(), half, stack: 2);
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    [Theory]
    [InlineData("offline exact Warp-Leap")]
    [InlineData("MAML")]
    public void A_stacked_run_leaves_no_tensor_behind_however_long_it_runs(string name)
    {
        // What other tests left to the collector must not be collected in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        var spec = Specs[name] with { OuterLoop = Specs[name].OuterLoop with { MetaSteps = 20 } };
        var counts = new List<long>();
        using (var trainer = MetaTrainer.Create(spec, Samples.Images(), workers: 1, stack: 2))
            trainer.Run(new QuietObserver((_, _) => counts.Add(torch.Tensor.TotalCount)), CancellationToken.None);

        Assert.True(counts.Count > 8);
        Assert.Single(counts.Skip(1).Distinct());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData(7, 3, new[] { 2, 2, 3 })]
    [InlineData(4, 4, new[] { 4 })]
    [InlineData(20, 16, new[] { 10, 10 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(0, 8, new int[0])]
    public void Tasks_are_divided_into_few_and_equal_stacks(int tasks, int most, int[] sizes)
    {
        var parts = Parts.Of(tasks, most);

        Assert.Equal(sizes, parts.Select(part => part.Count));
        Assert.Equal(Enumerable.Range(0, tasks), parts.SelectMany(part => Enumerable.Range(part.First, part.Count)));
    }

    private static (IReadOnlyDictionary<string, double[]> Model, IReadOnlyList<(long Step, IReadOnlyDictionary<string, double> Values)> Reported) Train(RunSpec spec, int stack)
    {
        using var trainer = MetaTrainer.Create(spec, Samples.Images(), stack: stack);
        var observer = new QuietObserver();
        trainer.Run(observer, CancellationToken.None);
        using var file = new MemoryStream(State(trainer));
        var header = SafetensorsHeader.Read(file);
        using var scope = torch.NewDisposeScope();
        return (
            Safetensors.ReadData(file, header).ToDictionary(pair => pair.Key, pair => pair.Value.to(torch.ScalarType.Float64).flatten().data<double>().ToArray()),
            observer.Reported);
    }

    private static bool Timed(string metric) => metric == Contracts.Runs.MetricNames.TasksPerSecond;

    private static void Near(string what, IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var scale = 1 + expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-7 * scale, $"{what}: {pair.Second} in place of {pair.First}."));
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }

    /// <summary>Every method, and what of a task alone decides: its path's length, its running statistics, its distortion.</summary>
    private static Dictionary<string, RunSpec> MakeSpecs()
    {
        var leap = Samples.Methods["offline exact Warp-Leap"];
        var specs = Samples.Methods.ToDictionary();
        specs.Add("Leap without the loss", leap with { MetaLearner = leap.MetaLearner with { Initialization = InitializationObjective.SimplifiedLeap } });
        specs.Add("online Leap", leap with { MetaLearner = leap.MetaLearner with { Algorithm = MetaAlgorithm.Online } });
        specs.Add("online without a step", leap with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.NoStep } });
        specs.Add("running statistics", leap with { Learner = leap.Learner with { Normalization = Normalization.Running } });
        specs.Add("proto head", leap with { Learner = leap.Learner with { Head = HeadKind.Proto, Normalization = Normalization.Layer } });
        specs.Add("distorted tasks", leap with { Task = leap.Task with { DistortedTasks = 0.5 } });
        specs.Add("clipped steps", leap with { InnerLoop = leap.InnerLoop with { ClipNorm = 0.1 } });
        specs.Add("nothing learned", leap with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None, Initialization = InitializationObjective.None } });
        return specs.ToDictionary(entry => entry.Key, entry => entry.Value with { Precision = Precision.Float64 });
    }
}
