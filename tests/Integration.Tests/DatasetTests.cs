using System.IO.Compression;
using System.Net;
using WarpGrad.Client;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts.Datasets;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>From an uploaded zip to a dataset version.</summary>
[Collection(ProductCollection.Name)]
public sealed class DatasetTests(ProductFixture fixture)
{
    [Fact]
    public void An_imported_dataset_tells_its_facts()
    {
        var version = fixture.Drawings.Version!;

        Assert.Equal((DatasetState.Ready, 24, 4, 192), (fixture.Drawings.State, version.Classes, version.Groups, version.Images));
        Assert.Equal((28, 28, ImageColor.Grey), (version.Height, version.Width, version.Color));
        Assert.Equal(24, version.TrainClasses + version.ValidationClasses + version.TestClasses);
    }

    [Fact]
    public async Task The_splits_share_no_group()
    {
        var classes = (await fixture.Client.Datasets.ClassesAsync(fixture.Drawings.Id)).Items;

        Assert.Equal(24, classes.Count);
        Assert.All(classes.GroupBy(c => c.Group), group => Assert.Single(group.Select(c => c.Split).Distinct()));
        Assert.Equal(3, classes.Select(c => c.Split).Distinct().Count());
    }

    [Fact]
    public async Task The_same_zip_gives_the_same_hash()
    {
        // What comes out of another stream cannot be read twice, and goes in one piece.
        var packed = new MemoryStream();
        await using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await packing.WriteAsync(TinyImages.Zip());
        packed.Position = 0;
        var uploaded = await fixture.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("again"), new GZipStream(packed, CompressionMode.Decompress));

        var again = await fixture.ImportedAsync(uploaded.Id);

        Assert.Equal(fixture.Drawings.Version!.Hash, again.Version!.Hash);
    }

    [Fact]
    public async Task Split_folders_of_an_upload_are_followed()
    {
        var zip = Folders("train/n01530575", "train/n01531178", "val/n02085782", "val/n02085936", "test/n01440764", "test/n01443537");

        var version = (await fixture.ImportAsync("tiered", zip)).Version!;

        Assert.Equal((SplitRule.Upload, 2, 2, 2), (version.SplitRule, version.TrainClasses, version.ValidationClasses, version.TestClasses));
    }

    [Fact]
    public async Task Class_folders_of_tieredImageNet_are_split_and_grouped_as_published()
    {
        var zip = Folders(
            "n01530575", "n01531178", "n02088094", "n02088238", "n02099267", "n02099429", "n03180011", "n03314780", "n07565083", "n07579787");

        var dataset = await fixture.ImportAsync("tiered classes", zip);

        var version = dataset.Version!;
        Assert.Equal((SplitRule.TieredImageNet, 4, 3, 3), (version.SplitRule, version.TrainClasses, version.ValidationClasses, version.TestClasses));
        Assert.Equal(5, version.Groups);
        var first = (await fixture.Client.Datasets.ClassesAsync(dataset.Id)).Items[0];
        Assert.Equal(("n00020090", "n03314780", ClassSplit.Test), (first.Group, first.Name, first.Split));
    }

    [Fact]
    public async Task Samples_are_pictures()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Product.Token);

        foreach (var path in new[] { "images/191", "classes/3/samples?count=5" })
        {
            var bytes = await http.GetByteArrayAsync($"api/v1/datasets/{fixture.Drawings.Id}/{path}");
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"api/v1/datasets/{fixture.Drawings.Id}/images/192")).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_no_zip_fails_with_a_reason_and_leaves_nothing_behind()
    {
        var before = await fixture.Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks");

        var failed = await fixture.ImportAsync("broken", "this is not a zip"u8.ToArray());

        Assert.Equal(DatasetState.Failed, failed.State);
        Assert.Contains("not a zip", failed.FailureReason, StringComparison.Ordinal);
        Assert.Equal(before, await fixture.Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks"));
    }

    [Fact]
    public async Task Fields_are_checked_before_the_file_is_read()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(
            () => fixture.Client.Datasets.UploadAsync(Product.Team, new DatasetUpload("large", Size: 200), new MemoryStream(TinyImages.Zip())));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("size", refused.Problem.Errors.Keys);
    }

    [Fact]
    public async Task A_dataset_that_a_run_used_is_kept()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.DeleteAsync(fixture.Drawings.Id));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

    /// <summary>A zip of folders with two images each.</summary>
    private static byte[] Folders(params string[] folders)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (index, folder) in folders.Index())
                for (var image = 0; image < 2; image++)
                    TinyImages.Add(zip, $"tiered/{folder}/{image}.JPEG", TinyImages.Png(index, image));
        return bytes.ToArray();
    }
}
