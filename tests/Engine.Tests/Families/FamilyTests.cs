using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>What holds for every task family.</summary>
[Collection(AloneCollection.Name)]
public sealed class FamilyTests
{
    public static TheoryData<TaskFamily> Families => FamilySamples.All;

    [Fact]
    public void Every_family_has_a_sample() => Assert.Equal(Enum.GetValues<TaskFamily>().Order(), FamilySamples.Specs.Keys.Order());

    [Theory]
    [MemberData(nameof(Families))]
    public void A_sample_is_a_valid_spec(TaskFamily family) =>
        Assert.DoesNotContain(SpecValidator.Validate(FamilySamples.Specs[family]), error => error.Path != "task.dataset");

    [Theory]
    [MemberData(nameof(Families))]
    public void A_run_ends_with_the_same_bytes_when_it_was_saved_and_resumed_and_whatever_the_threads(TaskFamily family)
    {
        var (spec, data) = (FamilySamples.Specs[family], FamilySamples.Data(family));
        using var whole = MetaTrainer.Create(spec, data, workers: 2);
        using var half = new MemoryStream();
        whole.Run(new QuietObserver((step, trainer) =>
        {
            if (step == 2)
                trainer.WriteState(half);
        }), CancellationToken.None);

        half.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, data, half, workers: 1);
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_run_reports_its_measure_and_shows_a_picture_at_every_evaluation(TaskFamily family)
    {
        var (spec, data) = (FamilySamples.Specs[family], FamilySamples.Data(family));
        using var trainer = MetaTrainer.Create(spec, data);
        var observer = new QuietObserver();
        var result = trainer.Run(observer, CancellationToken.None);
        Assert.Equal(family.MeasureOf(), result.Test!.Measure);
        Assert.Equal(result.Test.Steps.Count, result.Test.ScoreByStep.Count);
        Assert.True(double.IsFinite(result.Test.Score));
        var evaluations = observer.Reported.Count(entry => entry.Values.ContainsKey(Contracts.Runs.MetricNames.ValidationAfter(family.MeasureOf())));
        Assert.Equal(evaluations + 1, observer.Pictures.Count);
        Assert.All(observer.Pictures, picture => Assert.Equal(PictureOf(family), picture.GetType()));
        Assert.All(observer.Pictures.OfType<EpisodePicture>(), AssertShowsTheInnerLoop);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_model_file_holds_what_was_learned(TaskFamily family)
    {
        var (spec, data) = (FamilySamples.Specs[family], FamilySamples.Data(family));
        using var trainer = MetaTrainer.Create(spec, data);
        trainer.Run(new QuietObserver(), CancellationToken.None);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        using var model = WarpModel.Read(file);
        Assert.Equal(spec, model.Spec);
        Assert.Equal(data?.Image, model.Image);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_task_follows_from_seed_and_numbers_alone(TaskFamily family)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = FamilySamples.Specs[family];
        double Loss(ITaskDistribution tasks, Func<ITaskDistribution, IMetaTask> draw)
        {
            using var task = draw(tasks);
            var start = task.Start(tasks.Learner.Draw(LayerRole.Adapt, 3, torch.ScalarType.Float64));
            return task.TaskLoss(0, start, tasks.Learner.Draw(LayerRole.Warp, 3, torch.ScalarType.Float64)).Number();
        }

        var (first, second) = (TaskDistributions.Of(spec, FamilySamples.Data(family)), TaskDistributions.Of(spec, FamilySamples.Data(family)));
        Func<ITaskDistribution, IMetaTask>[] draws =
        [
            tasks => tasks.Training(1, 0, torch.ScalarType.Float64), tasks => tasks.Training(2, 0, torch.ScalarType.Float64),
            tasks => tasks.HeldOut(ClassSplit.Validation, 0, torch.ScalarType.Float64), tasks => tasks.HeldOut(ClassSplit.Test, 0, torch.ScalarType.Float64),
        ];
        var losses = draws.Select(draw => Loss(first, draw)).ToArray();
        Assert.Equal(losses, draws.Reverse().Select(draw => Loss(second, draw)).Reverse());
        Assert.Equal(losses.Length, losses.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_run_leaves_no_tensor_behind(TaskFamily family)
    {
        var (spec, data) = (FamilySamples.Specs[family], FamilySamples.Data(family));
        void Run()
        {
            using var trainer = MetaTrainer.Create(spec, data, workers: 1);
            trainer.Run(new QuietObserver(), CancellationToken.None);
        }

        Run();
        var before = LiveTensors.Count();
        Run();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void A_run_that_runs_away_ends_with_what_to_do_about_it()
    {
        var spec = FamilySamples.Specs[TaskFamily.Sinusoids];
        using var trainer = MetaTrainer.Create(spec with { InnerLoop = spec.InnerLoop with { LearningRate = 10, Steps = 100 } }, null);
        var diverged = Assert.Throws<TrainingDivergedException>(() => trainer.Run(new QuietObserver(), CancellationToken.None));
        Assert.Contains("smaller learning rates", diverged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TaskFamily.MultiShotImages)]
    [InlineData(TaskFamily.Sinusoids)]
    [InlineData(TaskFamily.ContinualSines)]
    [InlineData(TaskFamily.Surfaces)]
    public void The_warp_objective_matches_finite_differences(TaskFamily family)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = FamilySamples.Specs[family];
        var tasks = TaskDistributions.Of(spec, FamilySamples.Data(family));
        using var task = tasks.Training(1, 0, torch.ScalarType.Float64);
        var phi = tasks.Learner.Draw(LayerRole.Warp, 3, torch.ScalarType.Float64);
        var theta = task.Start(tasks.Learner.Draw(LayerRole.Adapt, 3, torch.ScalarType.Float64));
        var optimizer = InnerOptimizer.Sgd(0.05);
        const int Step = 2;
        var gradient = WarpObjective.Exact.Gradient(task, new PathPoint(Step, theta, optimizer.Start(theta)), phi, ParameterSet.Empty, optimizer).Phi;

        double Objective(ParameterSet warp) =>
            task.MetaLoss(Step, optimizer.Take(task, Step, theta, warp, optimizer.Start(theta), ParameterSet.Empty).Next, warp).Number();

        var random = RandomStream.Derive(1, StreamPurpose.Parameters, 1);
        var direction = phi.Map(tensor => torch.tensor(Enumerable.Range(0, (int)tensor.numel()).Select(_ => random.NextDouble(-1, 1)).ToArray(), tensor.shape));
        const double H = 1e-6;
        var numeric = (Objective(phi.Zip(direction, (value, way) => value.Plus(way, H))) - Objective(phi.Zip(direction, (value, way) => value.Plus(way, -H)))) / (2 * H);
        var analytic = gradient.Tensors.Zip(direction.Tensors, (slope, way) => slope.mul(way).sum().Number()).Sum();
        Assert.Equal(numeric, analytic, 1e-6 * Math.Max(1, Math.Abs(numeric)));
        Assert.NotEqual(0, analytic);
    }

    private static Type PictureOf(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => typeof(EpisodePicture),
        TaskFamily.Sinusoids => typeof(CurvePicture),
        TaskFamily.ContinualSines => typeof(StreamPicture),
        TaskFamily.Maze => typeof(MazePicture),
        _ => typeof(SurfacePicture),
    };

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }

    private static void AssertShowsTheInnerLoop(EpisodePicture picture)
    {
        var way = picture.Way!;
        Assert.Equal(0, way[0].Step);
        Assert.All(way.SkipLast(1), point => Assert.True(double.IsFinite(point.SupportLoss!.Value)));
        Assert.Null(way[^1].SupportLoss);
        Assert.All(way, point => Assert.InRange(point.Accuracy, 0, 1));
        Assert.Equal(way.Select(point => point.Step).Order().Distinct(), way.Select(point => point.Step));
        // The images shown are those of the end, all of them in so small a task.
        Assert.Equal(way[^1].Accuracy, picture.Query.Average(image => image.Predicted == image.Label ? 1.0 : 0.0), 1e-6);
    }
}
