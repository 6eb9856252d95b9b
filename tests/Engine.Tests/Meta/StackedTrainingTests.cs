using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Runs whose tasks are computed several at once learn what they learn one by one.</summary>
[Collection(AloneCollection.Name)]
public sealed class StackedTrainingTests
{
    private static readonly IReadOnlyDictionary<string, RunSpec> Specs = MakeSpecs();

    public static TheoryData<string> Names { get; } = [.. Specs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_comes_out_the_same_whether_its_tasks_are_computed_one_by_one_or_several_at_once(string name)
    {
        var (single, reported) = Train(Specs[name]);
        var (stacked, stackedReported) = Train(Together(Specs[name]));

        Assert.Equal(single.Keys.Order(), stacked.Keys.Order());
        foreach (var (parameter, expected) in single)
            Near($"{name}, {parameter}", expected, stacked[parameter]);
        Assert.Equal(reported.Count, stackedReported.Count);
        foreach (var (expected, actual) in reported.Zip(stackedReported))
        {
            Assert.Equal(expected.Step, actual.Step);
            foreach (var (metric, value) in expected.Values.Where(metric => metric.Key != MetricNames.TasksPerSecond))
                Near($"{name}, {metric}", [value], [actual.Values[metric]]);
        }
    }

    [Theory]
    [InlineData("offline exact Warp-Leap")]
    [InlineData("offline with learned rates and momenta")]
    [InlineData("running statistics")]
    [InlineData("proto head")]
    [InlineData("ANIL")]
    [InlineData("sine curves")]
    [InlineData("sine curves, part by part")]
    public void Held_out_tasks_are_judged_the_same_one_by_one_and_several_at_once(string name)
    {
        var spec = Specs[name];
        var tasks = TaskDistributions.Of(spec, FamilySamples.Data(spec.Task.Family));
        using var state = MetaLearner.Create(spec, tasks.Learner, tasks.Classes, workers: 1).Start(Placement.Of(spec));
        HeldOutResult Judged(int stack) => new Evaluator(spec, tasks, ClassSplit.Test, workers: 1, stack).Run(state, 5, CancellationToken.None);

        var (single, stacked) = (Judged(1), Judged(3));

        Assert.Equal(5, single.Scores.Length);
        Near("score of each task", single.Scores, stacked.Scores);
        Near("loss by step", single.Summary.LossByStep, stacked.Summary.LossByStep);
        Near("score by step", single.Summary.ScoreByStep, stacked.Summary.ScoreByStep);
        Assert.Equal(single.Summary.Details.Keys.Order(), stacked.Summary.Details.Keys.Order());
        foreach (var (detail, value) in single.Summary.Details)
            Near(detail, [value], [stacked.Summary.Details[detail]]);
    }

    [Fact]
    public void Held_out_tasks_are_judged_one_by_one_where_steps_are_clipped()
    {
        var spec = Specs["offline exact Warp-Leap"];
        var clipped = spec with { InnerLoop = spec.InnerLoop with { ClipNorm = 0.1 } };
        int Most(RunSpec of) => TaskDistributions.Of(of, Samples.Images()).StackOn(Placement.Of(of), 8);

        Assert.Equal((8, 1), (Most(spec), Most(clipped)));
        Assert.Equal(1, TaskDistributions.Of(spec, FamilySamples.Data(spec.Task.Family)).StackOn(Placement.Of(spec)));
    }

    [Theory]
    [InlineData("offline exact Warp-Leap")]
    [InlineData("MAML")]
    [InlineData("sine curves, part by part, Leap")]
    public void A_run_of_several_tasks_at_once_leaves_no_tensor_behind_however_long_it_runs(string name)
    {
        // What other tests left to the collector must not be collected in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        var spec = Together(Specs[name]);
        spec = spec with { OuterLoop = spec.OuterLoop with { MetaSteps = 12 } };
        var counts = new List<long>();
        using (var trainer = MetaTrainer.Create(spec, FamilySamples.Data(spec.Task.Family), workers: 1))
            trainer.Run(new QuietObserver((_, _) => counts.Add(torch.Tensor.TotalCount)), CancellationToken.None);

        Assert.True(counts.Count > 5);
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

    private static (IReadOnlyDictionary<string, double[]> Model, IReadOnlyList<(long Step, IReadOnlyDictionary<string, double> Values)> Reported) Train(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, FamilySamples.Data(spec.Task.Family));
        var observer = new QuietObserver();
        trainer.Run(observer, CancellationToken.None, until: 3);
        using var file = new MemoryStream(State(trainer));
        var header = SafetensorsHeader.Read(file);
        using var scope = torch.NewDisposeScope();
        return (
            Safetensors.ReadData(file, header).ToDictionary(pair => pair.Key, pair => pair.Value.to(torch.ScalarType.Float64).flatten().data<double>().ToArray()),
            observer.Reported);
    }

    /// <summary>A meta-batch of three then is a stack of two and a single task.</summary>
    private static RunSpec Together(RunSpec spec) => spec with { OuterLoop = spec.OuterLoop with { TasksAtOnce = 2 } };

    private static void Near(string what, IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var scale = 1 + expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-7 * scale, $"{what}: {pair.Second} in place of {pair.First}."));
    }

    /// <summary>Points that are chosen or put in an order are others when several tasks share the choice.</summary>
    private static bool Chooses(MetaLearnerSpec method) =>
        method.PointsPerTask > 0 || method is { Algorithm: MetaAlgorithm.Offline, PointsPerUpdate: > 0 };

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
        var specs = Samples.Methods.Where(method => method.Value.OuterLoop.TasksAtOnce == 1).ToDictionary();
        specs.Add("Leap without the loss", leap with { MetaLearner = leap.MetaLearner with { Initialization = InitializationObjective.SimplifiedLeap } });
        specs.Add("online Leap", leap with { MetaLearner = leap.MetaLearner with { Algorithm = MetaAlgorithm.Online } });
        specs.Add("online without a step", leap with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.NoStep } });
        specs.Add("running statistics", leap with { Learner = leap.Learner with { Normalization = Normalization.Running } });
        specs.Add("proto head", leap with { Learner = leap.Learner with { Head = HeadKind.Proto, Normalization = Normalization.Layer } });
        var (sines, parts) = (FamilySamples.Specs[TaskFamily.Sinusoids], FamilySamples.Specs[TaskFamily.ContinualSines]);
        specs.Add("sine curves", sines);
        specs.Add("sine curves, Leap", sines with { MetaLearner = new() });
        specs.Add("sine curves, MAML", sines with { MetaLearner = new() { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml } });
        specs.Add("sine curves, part by part", parts);
        specs.Add("sine curves, part by part, Leap", parts with { MetaLearner = parts.MetaLearner with { Initialization = InitializationObjective.Leap } });
        specs.Add("sine curves, part by part, a rate for each weight", parts with { InnerLoop = parts.InnerLoop with { LearnedRates = LearnedRates.ElementWise } });
        specs.Add("distorted tasks", leap with { Task = leap.Task with { DistortedTasks = 0.5 } });
        return specs.Where(entry => SpecValidator.Validate(Together(entry.Value)).Count == 0 && !Chooses(entry.Value.MetaLearner))
            .ToDictionary(entry => entry.Key, entry => entry.Value with { Precision = Precision.Float64 });
    }
}
