using System.Net;
using WarpGrad.Contracts.Specs;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;
using static WarpGrad.Integration.Tests.Security.Transfers;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>How many files one caller may have on their way: each holds a connection to the database.</summary>
[Collection(ApiCollection.Name)]
public sealed class TransferLimitTests(ApiFixture fixture)
{
    // Limits:TransfersAtOnce, where nothing else is set.
    private const int AtOnce = 8;

    [Fact]
    public async Task Who_has_as_many_files_on_their_way_as_one_may_is_told_to_wait_and_nobody_else_is()
    {
        using var http = fixture.Http();
        using var other = fixture.Product.Http(await fixture.Product.ServiceTokenAsync());
        await fixture.RegisterAsync("fetched", new TaskSpec());
        var goOn = new TaskCompletionSource();
        var uploads = await fixture.Product.BeginAsync(http, AtOnce, goOn.Task);

        await RefusedAsync(await http.UploadAsync("one too many", new ByteArrayContent([1])), $"{AtOnce} files of yours");
        await RefusedAsync(await http.GetAsync($"api/v1/models/{Product.Team}/fetched/versions/latest/checkpoint"), $"{AtOnce} files of yours");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"api/v1/teams/{Product.Team}/datasets")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await other.UploadAsync("of somebody else", new ByteArrayContent([1]))).StatusCode);

        goOn.SetResult();
        Assert.All(await Task.WhenAll(uploads), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Accepted, (await http.UploadAsync("after them", new ByteArrayContent([1]))).StatusCode);
    }
}
