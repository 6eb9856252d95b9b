using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Presets;

namespace WarpGrad.Engine.Tests.Tasks;

/// <summary>Sets of ImageNet classes with a published division.</summary>
public sealed class PublishedSplitTests
{
    public static TheoryData<string, string> Known => new()
    {
        // One class of each split, with the super-category where the set has them.
        { "mini", "n01532829 Train, n01855672 Validation, n01930112 Test" },
        { "tiered", "n01530575 Train n01524359, n02099267 Validation n02098550, n03314780 Test n00020090" },
    };

    [Fact]
    public void The_counts_are_the_published_ones()
    {
        Assert.Equal([64, 16, 20], Counts(PublishedSplit.MiniImageNet.Classes.Values));
        Assert.Equal([351, 97, 160], Counts(PublishedSplit.TieredImageNet.Classes.Values));
        Assert.Equal([20, 6, 8], Counts(PublishedSplit.TieredImageNet.Classes.Values.Distinct()));
        Assert.Equal(34, PublishedSplit.TieredImageNet.Classes.Values.Select(c => c.Group).Distinct().Count());
        Assert.All(
            PublishedSplit.MiniImageNet.Classes.Keys.Concat(PublishedSplit.TieredImageNet.Classes.Keys),
            name => Assert.Matches(@"^n\d{8}$", name));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_classes_are_where_they_were_published(string set, string classes)
    {
        foreach (var expected in classes.Split(", "))
        {
            var name = expected.Split(' ')[0];
            var found = Set(set).Classes[name];
            Assert.Equal(expected, $"{name} {found.Split} {found.Group}".TrimEnd());
        }
    }

    [Theory]
    [InlineData("mini", SplitRule.MiniImageNet)]
    [InlineData("tiered", SplitRule.TieredImageNet)]
    public void A_set_is_split_as_published_whole_or_in_part(string set, SplitRule rule)
    {
        var classes = Set(set).Classes;

        foreach (var part in new[] { classes.Keys, Few(classes, 4, rule) })
        {
            var (chosen, splits) = SplitChooser.Choose(Names(part.Reverse()));
            Assert.Equal(rule, chosen);
            Assert.Equal(part.Reverse().Select(name => classes[name].Split), splits);
        }
    }

    [Theory]
    [InlineData("mini", SplitRule.MiniImageNet)]
    [InlineData("tiered", SplitRule.TieredImageNet)]
    public void A_class_of_no_set_or_a_split_with_hardly_a_class_means_shares(string set, SplitRule rule)
    {
        var few = Few(Set(set).Classes, 3, rule);

        Assert.Equal(rule, SplitChooser.Choose(Names(few)).Rule);
        Assert.Equal(SplitRule.Shares, SplitChooser.Choose(Names(few.Append("n00000000"))).Rule);
        Assert.Equal(SplitRule.Shares, SplitChooser.Choose(Names(few.SkipLast(1))).Rule);
    }

    [Fact]
    public void What_passes_for_both_is_taken_for_miniImageNet()
    {
        var both = PublishedSplit.MiniImageNet.Classes.Where(c => PublishedSplit.TieredImageNet.Classes.ContainsKey(c.Key)).Select(c => c.Key).ToArray();

        Assert.Equal(58, both.Length);
        Assert.Equal(SplitRule.MiniImageNet, SplitChooser.Choose(Names(both)).Rule);
    }

    [Fact]
    public void Super_categories_are_told_only_where_splits_agree_and_no_groups_were_given()
    {
        var tiered = PublishedSplit.TieredImageNet;
        var names = Names(tiered.Classes.Keys);
        var splits = tiered.Classes.Values.Select(c => c.Split).ToList();

        Assert.Equal(tiered.Classes.Values.Select(c => c.Group), tiered.TryGroup(names, splits));
        Assert.Null(tiered.TryGroup([("birds", names[0].Name), .. names.Skip(1)], splits));
        Assert.Null(tiered.TryGroup(names, [ClassSplit.Test, .. splits.Skip(1)]));
        Assert.Null(tiered.TryGroup([("", "n00000000"), .. names.Skip(1)], splits));
    }

    private static PublishedSplit Set(string name) => name == "mini" ? PublishedSplit.MiniImageNet : PublishedSplit.TieredImageNet;

    /// <summary>The last few classes of each split that are not also of the other set.</summary>
    private static List<string> Few(IReadOnlyDictionary<string, PublishedClass> classes, int count, SplitRule rule)
    {
        var other = (rule == SplitRule.MiniImageNet ? PublishedSplit.TieredImageNet : PublishedSplit.MiniImageNet).Classes;
        return [.. classes.Where(c => !other.ContainsKey(c.Key)).GroupBy(c => c.Value.Split).OrderBy(split => split.Key).SelectMany(split => split.TakeLast(count)).Select(c => c.Key)];
    }

    private static List<(string Group, string Name)> Names(IEnumerable<string> names) => [.. names.Select(name => ("", name))];

    private static int[] Counts(IEnumerable<PublishedClass> classes) => [.. classes.GroupBy(c => c.Split).OrderBy(split => split.Key).Select(split => split.Count())];
}
