using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Tests.Tasks;

/// <summary>Which rule splits which classes.</summary>
public sealed class SplitChooserTests
{
    /// <summary>Characters of each alphabet as published.</summary>
    private static readonly Dictionary<string, int> Characters = new()
    {
        ["Alphabet_of_the_Magi"] = 20,
        ["Anglo-Saxon_Futhorc"] = 29,
        ["Arcadian"] = 26,
        ["Armenian"] = 41,
        ["Asomtavruli_(Georgian)"] = 40,
        ["Balinese"] = 24,
        ["Bengali"] = 46,
        ["Blackfoot_(Canadian_Aboriginal_Syllabics)"] = 14,
        ["Braille"] = 26,
        ["Burmese_(Myanmar)"] = 34,
        ["Cyrillic"] = 33,
        ["Early_Aramaic"] = 22,
        ["Futurama"] = 26,
        ["Grantha"] = 43,
        ["Greek"] = 24,
        ["Gujarati"] = 48,
        ["Hebrew"] = 22,
        ["Inuktitut_(Canadian_Aboriginal_Syllabics)"] = 16,
        ["Japanese_(hiragana)"] = 52,
        ["Japanese_(katakana)"] = 47,
        ["Korean"] = 40,
        ["Latin"] = 26,
        ["Malay_(Jawi_-_Arabic)"] = 40,
        ["Mkhedruli_(Georgian)"] = 41,
        ["N_Ko"] = 33,
        ["Ojibwe_(Canadian_Aboriginal_Syllabics)"] = 14,
        ["Sanskrit"] = 42,
        ["Syriac_(Estrangelo)"] = 23,
        ["Tagalog"] = 17,
        ["Tifinagh"] = 55,
    };

    [Fact]
    public void Small1_tests_on_Early_Aramaic_and_validates_on_Greek()
    {
        Assert.Equal(
            (SplitRule.Shares, "Early_Aramaic", "Greek"),
            Choose(Published("Balinese", "Early_Aramaic", "Greek", "Korean", "Latin")));
    }

    [Fact]
    public void Small2_is_split_the_same_way_every_time()
    {
        Assert.Equal(
            (SplitRule.Shares, "Tagalog", "Greek"),
            Choose(Published("Greek", "Japanese_(katakana)", "Latin", "Sanskrit", "Tagalog")));
    }

    [Fact]
    public void Both_sets_of_Omniglot_are_split_as_published_and_some_background_alphabets_validate()
    {
        Assert.Equal((30, 20, 964), (OmniglotSets.Background.Count, OmniglotSets.Evaluation.Count, Characters.Values.Sum()));
        Assert.Empty(OmniglotSets.Background.Intersect(OmniglotSets.Evaluation));

        var (rule, test, validation) = Choose([.. Published([.. OmniglotSets.Background]), .. OmniglotSets.Evaluation.Select(a => (a, "character01"))]);

        Assert.Equal(SplitRule.OmniglotSets, rule);
        Assert.Equal(string.Join(' ', OmniglotSets.Evaluation.Order(StringComparer.Ordinal)), test);
        Assert.Equal("Alphabet_of_the_Magi Korean Malay_(Jawi_-_Arabic) Ojibwe_(Canadian_Aboriginal_Syllabics) Syriac_(Estrangelo)", validation);
    }

    [Fact]
    public void The_order_of_the_classes_does_not_matter()
    {
        var classes = Published([.. OmniglotSets.Background]).Append(("Tibetan", "character01")).ToList();

        Assert.Equal(Choose(classes), Choose([.. classes.AsEnumerable().Reverse()]));
    }

    [Theory]
    [InlineData("Klingon")]
    [InlineData("")]
    public void A_group_that_is_not_Omniglots_means_shares(string group)
    {
        var classes = Published([.. OmniglotSets.Background]).Append(("Tibetan", "character01")).Append((group, "character01")).ToList();

        Assert.Equal(SplitRule.Shares, Choose(classes).Rule);
    }

    [Fact]
    public void One_set_alone_is_split_by_shares()
    {
        Assert.Equal(SplitRule.Shares, Choose(Published([.. OmniglotSets.Background])).Rule);
        Assert.Equal(SplitRule.Shares, Choose([.. OmniglotSets.Evaluation.Select(a => (a, "character01"))]).Rule);
    }

    private static List<(string Group, string Name)> Published(params string[] alphabets) =>
        [.. alphabets.SelectMany(a => Enumerable.Range(1, Characters[a]).Select(c => (a, $"character{c:00}")))];

    private static (SplitRule Rule, string Test, string Validation) Choose(List<(string Group, string Name)> classes)
    {
        var (rule, splits) = SplitChooser.Choose(classes);
        return (rule, Groups(ClassSplit.Test), Groups(ClassSplit.Validation));

        string Groups(ClassSplit split) => string.Join(' ',
            classes.Zip(splits).Where(pair => pair.Second == split).Select(pair => pair.First.Group).Distinct().Order(StringComparer.Ordinal));
    }
}
