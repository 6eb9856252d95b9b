using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;

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

    private static PackedImages Groups(int training)
    {
        var one = Samples.Images();
        var classes = one.Classes.Where(c => c.Split != ClassSplit.Train).ToList();
        for (var group = 0; group < training; group++)
            classes.AddRange(one.Classes.Where(c => c.Split == ClassSplit.Train).Select(c => c with { Group = $"training group {group}" }));
        return new PackedImages(one.Pixels, one.Image.Channels, one.Image.Height, one.Image.Width, classes, "groups");
    }
}
