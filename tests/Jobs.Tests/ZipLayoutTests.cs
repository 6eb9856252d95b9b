using System.IO.Compression;
using WarpGrad.Contracts;
using WarpGrad.Jobs.Datasets;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>Finding the classes of an upload, and refusing hostile ones.</summary>
public sealed class ZipLayoutTests
{
    private static readonly byte[] Image = TinyImages.Png(1, 1);

    [Fact]
    public void A_wrapping_folder_is_looked_through_and_the_upper_folder_becomes_the_group()
    {
        using var zip = Open(TinyImages.Zip(groups: 2, classes: 4, images: 3));

        var classes = ZipLayout.Read(zip);

        Assert.Equal(8, classes.Count);
        Assert.Equal(["alphabet0", "alphabet1"], classes.Select(c => c.Group).Distinct());
        Assert.Equal("character00", classes[0].Name);
        Assert.All(classes, c => Assert.Equal(3, c.Images.Count));
    }

    [Fact]
    public void Class_folders_at_the_top_have_no_group()
    {
        using var zip = Open(Pack(Enumerable.Range(0, 6).SelectMany(c => new[] { $"c{c}/a.png", $"c{c}/b.png" })));

        Assert.All(ZipLayout.Read(zip), c => Assert.Equal("", c.Group));
    }

    [Fact]
    public void Files_that_are_no_images_are_passed_over()
    {
        using var zip = Open(Pack([.. Plain(), "README.txt", "__MACOSX/c0/._a.png", "c0/.DS_Store", "c1/Thumbs.db"]));

        Assert.Equal(6, ZipLayout.Read(zip).Count);
    }

    [Theory]
    [InlineData("../evil.png")]
    [InlineData("c0/../../evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("c0\\..\\..\\evil.png")]
    [InlineData("C:/evil.png")]
    public void An_entry_that_leads_out_of_the_zip_is_named(string name)
    {
        using var zip = Open(Pack([.. Plain(), name]));

        var refused = Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip));
        Assert.Contains("evil.png", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_unpacks_to_far_more_than_an_image_is_named()
    {
        using var zip = Open(Pack(Plain(), ("c0/bomb.png", new byte[15 * 1024 * 1024])));

        var refused = Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip));
        Assert.Contains("c0/bomb.png", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_larger_than_the_limit_is_named()
    {
        var noise = new byte[Limits.ImageBytes + 1];
        new Random(1).NextBytes(noise);
        using var zip = Open(Pack(Plain(), ("c0/large.png", noise)));

        var refused = Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip));
        Assert.Contains("c0/large.png", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_classes_are_refused()
    {
        using var zip = Open(Pack(["a/1.png", "a/2.png", "b/1.png", "b/2.png"]));

        Assert.Contains("2 classes", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_with_too_few_images_is_named()
    {
        using var zip = Open(Pack([.. Plain(), "lonely/1.png"]));

        Assert.Contains("'lonely'", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_lies_elsewhere_than_the_others_is_named()
    {
        using var zip = Open(Pack([.. Plain(), "c0/deeper/x.png"]));

        Assert.Contains("'c0/", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_without_images_says_what_to_put_in()
    {
        using var zip = Open(Pack(["notes.txt"]));

        Assert.Contains("no images", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packing_is_deterministic_and_names_an_unreadable_image()
    {
        var first = await PackAsync(TinyImages.Zip());
        var second = await PackAsync(TinyImages.Zip());
        Assert.Equal(first, second);

        var broken = Pack(Plain(), ("c3/broken.png", "no image at all"u8.ToArray()));
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => PackAsync(broken));
        Assert.Contains("c3/broken.png", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_entry_is_named()
    {
        var bytes = Pack(Plain());
        // Overwrites the first entry's compressed data, behind its 30-byte header and its name.
        bytes.AsSpan(30 + "c0/a.png".Length, 40).Fill(0xFF);

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => PackAsync(bytes));
        Assert.Contains("c0/a.png", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> PackAsync(byte[] bytes)
    {
        using var zip = Open(bytes);
        using var pixels = new MemoryStream();
        return (await ImagePacker.PackAsync(ZipLayout.Read(zip), 1, 28, pixels, CancellationToken.None)).Hash;
    }

    private static IEnumerable<string> Plain() => Enumerable.Range(0, 6).SelectMany(c => new[] { $"c{c}/a.png", $"c{c}/b.png" });

    private static byte[] Pack(IEnumerable<string> names, params (string Name, byte[] Content)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
                TinyImages.Add(zip, name, Image);
            foreach (var (name, content) in more)
                TinyImages.Add(zip, name, content);
        }

        return bytes.ToArray();
    }

    private static ZipArchive Open(byte[] bytes) => new(new MemoryStream(bytes), ZipArchiveMode.Read);
}
