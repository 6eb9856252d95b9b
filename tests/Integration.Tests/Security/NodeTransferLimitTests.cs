using System.Net;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;
using static WarpGrad.Integration.Tests.Security.Transfers;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>How many files one Api has on their way for all who ask it: they shall not use up its connections to the database.</summary>
[Collection(LimitedCollection.Name)]
public sealed class NodeTransferLimitTests(LimitedApi api)
{
    [Fact]
    public async Task When_as_many_files_are_on_their_way_as_a_server_takes_everybody_is_told_to_wait_and_all_else_is_answered()
    {
        using var http = api.Http();
        using var other = api.Product.Http(await api.Product.ServiceTokenAsync());
        var goOn = new TaskCompletionSource();
        var uploads = await api.Product.BeginAsync(http, LimitedApi.TransfersOfNode, goOn.Task);

        await RefusedAsync(await other.UploadAsync("of somebody else", new ByteArrayContent([1])), "as this server takes at once");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"api/v1/teams/{Product.Team}/datasets")).StatusCode);

        goOn.SetResult();
        Assert.All(await Task.WhenAll(uploads), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Accepted, (await other.UploadAsync("after them", new ByteArrayContent([1]))).StatusCode);
    }
}
