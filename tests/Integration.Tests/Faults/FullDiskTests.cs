using System.Net;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Errors;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>The database's disk is full.</summary>
[Collection(FaultCollection.Name)]
public sealed class FullDiskTests(FaultFixture fixture)
{
    private Product Product => fixture.Product;

    [Fact]
    public async Task An_upload_to_a_full_disk_is_refused_and_leaves_nothing_and_works_again_when_there_is_room()
    {
        using var http = Product.Http();
        await using var disk = await TinyDisk.MakeAsync(fixture.Cluster, Product.Database, "chunks", 16);
        var chunks = await Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks");
        // What cannot be made smaller: the database packs long values.
        var noise = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(noise);

        using (var refused = await http.UploadAsync("too much", new ByteArrayContent(noise)))
        {
            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
            Assert.Equal(ProblemTypes.NoRoom, await refused.ProblemAsync());
        }

        Assert.DoesNotContain("too much", await Product.DatasetNamesAsync());
        Assert.Equal(chunks, await Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks"));

        await disk.MakeRoomAsync();
        using var accepted = await http.UploadAsync("enough room", new ByteArrayContent(TinyImages.Zip()));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.DatasetAsync()).Id;
        await using var worker = Product.StartAnotherWorker();
        await Eventually.TrueAsync(
            async () => (await Product.Client.Datasets.GetAsync(id)).State == DatasetState.Ready, ProductFixture.Patience, "the upload is imported");
    }
}
