using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;

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
        using var other = fixture.Product.Http(await ServiceTokenAsync());
        await fixture.RegisterAsync("fetched", new TaskSpec());
        var goOn = new TaskCompletionSource();
        // Of each the first block is stored, and different, so that none waits for another to keep the same.
        var uploads = Enumerable.Range(0, AtOnce)
            .Select(_ => http.UploadAsync("slow", new SlowUpload(RandomNumberGenerator.GetBytes(5 * 1024 * 1024), goOn.Task))).ToList();
        await Eventually.TrueAsync(
            async () => await fixture.Product.Database.QueryAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'") == AtOnce,
            ProductFixture.Patience, "all uploads are under way");

        await RefusedAsync(await http.UploadAsync("one too many", new ByteArrayContent([1])));
        await RefusedAsync(await http.GetAsync($"api/v1/models/{Product.Team}/fetched/versions/latest/checkpoint"));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"api/v1/teams/{Product.Team}/datasets")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await other.UploadAsync("of somebody else", new ByteArrayContent([1]))).StatusCode);

        goOn.SetResult();
        Assert.All(await Task.WhenAll(uploads), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Accepted, (await http.UploadAsync("after them", new ByteArrayContent([1]))).StatusCode);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(5, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Contains($"{AtOnce} files of yours", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>A token that belongs to the team and is a caller of its own.</summary>
    private async Task<string> ServiceTokenAsync()
    {
        using var http = fixture.Http();
        using var made = await http.PostAsJsonAsync(
            $"api/v1/teams/{Product.Team}/tokens", new CreateServiceTokenRequest("robot", TokenScope.Write, TeamRole.Member), SpecJson.Options);
        return (await made.Content.ReadFromJsonAsync<CreatedToken>(SpecJson.Options))!.Secret;
    }
}
