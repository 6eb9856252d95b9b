using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>Multi-shot tasks: groups are tasks.</summary>
public sealed class MultiShotTests
{
    [Fact]
    public void Training_tasks_may_be_limited_to_some_groups_that_follow_from_the_seed()
    {
        var images = Groups(6);
        var spec = FamilySamples.Specs[TaskFamily.MultiShotImages];
        Assert.Equal(6 * spec.Task.Ways, TaskDistributions.Of(spec, images).Classes);
        Assert.Equal(2 * spec.Task.Ways, TaskDistributions.Of(spec with { Task = spec.Task with { TrainingTasks = 2 } }, images).Classes);
    }

    [Fact]
    public void A_split_without_a_group_that_is_large_enough_is_refused()
    {
        var spec = FamilySamples.Specs[TaskFamily.MultiShotImages];
        var refusal = Assert.Throws<ArgumentException>(() => TaskDistributions.Of(spec with { Task = spec.Task with { Ways = 50 } }, Groups(2)));
        Assert.Contains("50 classes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_group_trains_its_own_rows_of_the_classifier_of_all_classes()
    {
        using var scope = torch.NewDisposeScope();
        var spec = FamilySamples.Specs[TaskFamily.MultiShotImages] with { Precision = Precision.Float64 };
        var tasks = TaskDistributions.Of(spec, Groups(3));
        var (theta, phi) = (tasks.Learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), tasks.Learner.Draw(LayerRole.Warp, 1, ScalarType.Float64));
        var features = ((ImageLearner)tasks.Learner).Features;

        var rows = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            using var task = (IJointTask)tasks.Training(1, i, ScalarType.Float64);
            var heads = new ParameterSet(["weight"], [torch.zeros(tasks.Classes, features, ScalarType.Float64)]).AsLeaves();
            var gradient = heads.GradientOf(task.JointLoss(theta, phi, heads["weight"], torch.zeros(tasks.Classes, ScalarType.Float64)));
            var own = gradient["weight"].abs().sum(1).gt(0).nonzero().flatten().data<long>().ToArray();
            Assert.Equal(Enumerable.Range(0, spec.Task.Ways).Select(way => own[0] + way), own);
            rows.AddRange(own);
        }

        Assert.Equal(Enumerable.Range(0, 3 * spec.Task.Ways).Select(row => (long)row), rows.Order());
    }

    [Fact]
    public void Only_adaptation_is_softened_by_a_temperature()
    {
        using var scope = torch.NewDisposeScope();
        var spec = FamilySamples.Specs[TaskFamily.MultiShotImages] with { Precision = Precision.Float64 };
        var plain = Losses(spec);
        var softened = Losses(spec with { InnerLoop = spec.InnerLoop with { SupportTemperature = 10 } });

        Assert.NotEqual(plain.Adapting, softened.Adapting);
        Assert.Equal(plain.Meta, softened.Meta);
        Assert.Equal(plain.Final, softened.Final);
    }

    private static (double Adapting, double Meta, double Final) Losses(RunSpec spec)
    {
        var tasks = TaskDistributions.Of(spec, Samples.Images());
        var phi = tasks.Learner.Draw(LayerRole.Warp, 1, ScalarType.Float64);
        using var task = tasks.Training(1, 0, ScalarType.Float64);
        var theta = task.Start(tasks.Learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64));
        return (task.TaskLoss(0, theta, phi).Number(), task.MetaLoss(0, theta, phi).Number(), task.FinalLoss(theta, phi).Number());
    }

    private static PackedImages Groups(int training)
    {
        var one = Samples.Images();
        var classes = one.Classes.Where(c => c.Split != ClassSplit.Train).ToList();
        for (var group = 0; group < training; group++)
            classes.AddRange(one.Classes.Where(c => c.Split == ClassSplit.Train).Select(c => c with { Group = $"training group {group}" }));
        return new PackedImages(one.Pixels, one.Image.Channels, one.Image.Height, one.Image.Width, classes, "groups");
    }
}
