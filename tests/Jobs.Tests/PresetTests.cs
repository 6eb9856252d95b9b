using WarpGrad.Contracts.Datasets;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Tests;

/// <summary>Zips of miniImageNet and tieredImageNet as plain class folders, without anything that says a split.</summary>
public sealed class PresetTests
{
    private static readonly string[] Mini =
        ["n01532829", "n01558993", "n01704323", "n01855672", "n02091244", "n02114548", "n01930112", "n01981276", "n02099601"];

    private static readonly string[] Tiered =
        ["n01530575", "n01531178", "n02088094", "n02099267", "n02099429", "n03180011", "n03314780", "n07565083", "n07579787"];

    [Theory]
    [InlineData("")]
    [InlineData("mini-imagenet/")]
    public async Task Class_folders_of_miniImageNet_are_split_as_published(string wrap)
    {
        var packed = await PackAsync(Mini.Select(name => wrap + name));

        Assert.Equal(SplitRule.MiniImageNet, packed.Rule);
        Assert.Equal(
            ["n01532829 Train", "n01558993 Train", "n01704323 Train", "n01855672 Validation", "n01930112 Test", "n01981276 Test",
                "n02091244 Validation", "n02099601 Test", "n02114548 Validation"],
            packed.Classes.Select(c => $"{c.Group}{c.Name} {c.Split}"));
    }

    [Fact]
    public async Task Class_folders_of_tieredImageNet_are_split_as_published_and_grouped_by_super_category()
    {
        var packed = await PackAsync(Tiered);

        Assert.Equal(SplitRule.TieredImageNet, packed.Rule);
        Assert.Equal(
            ["n00020090/n03314780 Test", "n00020090/n07565083 Test", "n00020090/n07579787 Test", "n01524359/n01530575 Train", "n01524359/n01531178 Train"],
            packed.Classes.Take(5).Select(c => $"{c.Group}/{c.Name} {c.Split}"));
    }

    [Fact]
    public async Task Split_folders_of_tieredImageNet_are_grouped_too()
    {
        var packed = await PackAsync(["train/n01530575", "train/n01531178", "val/n02099267", "val/n02099429", "test/n03314780", "test/n07565083"]);

        Assert.Equal(SplitRule.Upload, packed.Rule);
        Assert.Equal(["n00020090", "n01524359", "n02098550"], packed.Classes.Select(c => c.Group).Distinct());
    }

    [Fact]
    public async Task The_images_follow_their_classes()
    {
        var plain = new MemoryStream();
        var packed = await PackAsync([.. Tiered.Reverse()], plain);

        Assert.Equal(packed.Classes.Sum(c => c.Images) * 28 * 28, plain.Length);
        Assert.Equal(packed.Hash, (await PackAsync(Tiered)).Hash);
    }

    [Fact]
    public async Task A_class_more_means_shares_and_no_groups()
    {
        var packed = await PackAsync([.. Tiered, "zebra"]);

        Assert.Equal(SplitRule.Shares, packed.Rule);
        Assert.All(packed.Classes, c => Assert.Empty(c.Group));
    }

    private static Task<PackedDataset> PackAsync(IEnumerable<string> folders, Stream? pixels = null)
    {
        var zip = TinyZip.Open(folders.SelectMany(folder => new[] { $"{folder}/1.JPEG", $"{folder}/2.JPEG" }));
        return ImagePacker.PackAsync(ZipLayout.Read(zip), 1, 28, pixels ?? new MemoryStream(), CancellationToken.None);
    }
}
