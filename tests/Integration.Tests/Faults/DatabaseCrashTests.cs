using System.Net;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>The database crashes and comes back while everything goes on.</summary>
[Collection(FaultCollection.Name)]
public sealed class DatabaseCrashTests(FaultFixture fixture)
{
    private Product Product => fixture.Product;

    [Fact]
    public async Task Runs_uploads_and_subscriptions_live_through_a_crash_of_the_database()
    {
        await using var worker = Product.StartAnotherWorker();
        using var http = Product.Http();
        var tus = new TusClient(http);
        var zip = TinyImages.Zip();
        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        var run = await Product.SubmitAsync("Through the crash", SmallRuns.Endless);
        var watching = WatchAsync(run.Id, patience.Token);
        await Product.HasCheckpointAsync(run.Id);
        using var kept = await http.UploadAsync("kept", new ByteArrayContent(TinyImages.Zip()));
        Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
        var parts = await tus.BeginAsync("in parts", zip.Length);
        using (var half = await tus.PatchAsync(parts, 0, zip.AsMemory(0, zip.Length / 2)))
            Assert.Equal(HttpStatusCode.NoContent, half.StatusCode);
        var goOn = new TaskCompletionSource();
        var body = new SlowUpload(new byte[3 * 1024 * 1024], goOn.Task);
        var broken = http.UploadAsync("broken", body);
        await body.Begun;
        await Eventually.TrueAsync(
            async () => await Product.Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") > 0,
            ProductFixture.Patience, "the upload is under way");

        await fixture.Cluster.CrashAsync();
        using (var meanwhile = await http.GetAsync("api/v1/me"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, meanwhile.StatusCode);
            Assert.Equal(ProblemTypes.Unavailable, await meanwhile.ProblemAsync());
            Assert.True(meanwhile.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        await fixture.Cluster.GoOnAsync();
        goOn.SetResult();

        using (var refused = await broken)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(ProblemTypes.Unavailable, await refused.ProblemAsync());
        }

        // An answer that was lost says nothing of the bytes, so a client asks how far the server is before it goes on.
        await Eventually.TrueAsync(async () =>
        {
            using var looked = await tus.SendAsync(HttpMethod.Head, $"api/v1/uploads/{parts}");
            if (!looked.IsSuccessStatusCode)
                return false;
            var at = (int)TusClient.Offset(looked);
            if (at == zip.Length)
                return true;
            Assert.Equal(zip.Length / 2, at);
            using var rest = await tus.PatchAsync(parts, at, zip.AsMemory(at));
            return rest.IsSuccessStatusCode;
        }, ProductFixture.Patience, "the rest of the upload in parts is taken");
        var ended = (await Product.Client.Datasets.UploadAsync(parts)).Dataset!.Value;
        await Eventually.TrueAsync(async () => await ReadyAsync(ended), ProductFixture.Patience, "the upload in parts is imported");
        var upload = (await kept.DatasetAsync()).Id;
        await Eventually.TrueAsync(
            async () => await ReadyAsync(upload), ProductFixture.Patience, "the acknowledged upload is imported");
        Assert.DoesNotContain("broken", await Product.DatasetNamesAsync());
        Assert.Equal(0, await Product.LooseChunksAsync());
        var trained = (await Product.Client.Runs.GetAsync(run.Id)).Summary.Step;
        await Eventually.TrueAsync(
            async () => (await Product.Client.Runs.GetAsync(run.Id)).Summary.Step > trained, ProductFixture.Patience, "the run goes on");
        await Product.Client.Runs.CancelAsync(run.Id);
        Assert.Equal(RunState.Cancelled, (await Product.EndAsync(run.Id)).Summary.State);
        var events = await Product.SoundEventsAsync(run.Id);
        Assert.Equal(events.Select(e => e.N), await watching);
    }

    private async Task<bool> ReadyAsync(Guid dataset) => (await Product.Client.Datasets.GetAsync(dataset)).State == DatasetState.Ready;

    private async Task<List<long>> WatchAsync(Guid run, CancellationToken cancellation)
    {
        var numbers = new List<long>();
        await foreach (var item in Product.Client.RunFeed.ReadAsync(run, cancel: cancellation))
            numbers.Add(item.N);
        return numbers;
    }
}
