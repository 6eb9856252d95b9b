using WarpGrad.Contracts.Datasets;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Tests;

/// <summary>tieredImageNet as folders: train, val and test, each with class folders; and both sets of Omniglot in one zip.</summary>
public sealed class SplitFolderTests
{
    private static readonly string[] Tiered = [.. new[] { "train/n01530575", "train/n01531178", "val/n02085782", "val/n02085936", "test/n01440764", "test/n01443537" }.SelectMany(Two)];

    [Theory]
    [InlineData("")]
    [InlineData("tiered_imagenet/")]
    public void Folders_of_splits_say_the_split(string wrap)
    {
        var classes = Read(Tiered.Select(path => wrap + path));

        Assert.Equal(
            ["n01440764 Test", "n01443537 Test", "n01530575 Train", "n01531178 Train", "n02085782 Validation", "n02085936 Validation"],
            classes.Select(c => $"{c.Name} {c.Split}"));
    }

    [Fact]
    public void Groups_in_folders_of_splits_are_kept()
    {
        var classes = Read(Tiered.Select(path => path.Replace("/n", "/birds/n", StringComparison.Ordinal)));

        Assert.All(classes, c => Assert.Equal("birds", c.Group));
        Assert.Equal(2, classes.Count(c => c.Split == ClassSplit.Test));
    }

    [Fact]
    public void A_class_in_two_splits_is_named() => Refused([.. Tiered, .. Two("test/n01530575")], "The class 'n01530575' lies in train and in test");

    [Fact]
    public void A_missing_split_is_named() => Refused(Tiered.Where(path => !path.StartsWith("val", StringComparison.Ordinal)), "no images in 'val'");

    [Fact]
    public void A_folder_beside_the_splits_is_named() => Refused([.. Tiered, .. Two("extra/n1")], "'extra/n1/1.JPEG' lies beside");

    [Fact]
    public void An_image_that_lies_deeper_than_the_others_is_named() => Refused([.. Tiered, "test/n01440764/more/1.JPEG"], "is not where the other images are");

    [Fact]
    public async Task Both_sets_of_Omniglot_keep_their_division()
    {
        var classes = Read(Omniglot("images_background/Greek", "images_background/Latin", "images_background/Korean", "images_evaluation/Tibetan"));
        var packed = await ImagePacker.PackAsync(classes, 1, 28, new MemoryStream(), CancellationToken.None);

        Assert.Equal(SplitRule.OmniglotSets, packed.Rule);
        Assert.Equal(["Tibetan"], packed.Classes.Where(c => c.Split == ClassSplit.Test).Select(c => c.Group).Distinct());
        Assert.Single(packed.Classes.Where(c => c.Split == ClassSplit.Validation).Select(c => c.Group).Distinct());
    }

    [Fact]
    public void Files_of_arrays_are_named()
    {
        using var zip = TinyZip.Open([], ("tiered/train_images_png.pkl", "no pickle is read"));

        Assert.Contains("'tiered/train_images_png.pkl'", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Omniglot(params string[] alphabets) =>
        alphabets.SelectMany(a => Enumerable.Range(1, 3).SelectMany(c => new[] { $"{a}/character{c:00}/0{c}_01.png", $"{a}/character{c:00}/0{c}_02.png" }));

    private static string[] Two(string folder) => [$"{folder}/1.JPEG", $"{folder}/2.JPEG"];

    /// <summary>The zip stays open, because its entries are unpacked later.</summary>
    private static IReadOnlyList<ZipClass> Read(IEnumerable<string> images) => ZipLayout.Read(TinyZip.Open(images));

    private static void Refused(IEnumerable<string> images, string why) =>
        Assert.Contains(why, Assert.Throws<ImportRefusedException>(() => Read(images)).Message, StringComparison.Ordinal);
}
