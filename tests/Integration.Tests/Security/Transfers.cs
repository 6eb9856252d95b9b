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

/// <summary>Files on their way to the Api, which tests hold up and let go.</summary>
internal static class Transfers
{
    /// <summary>Begins uploads and waits until each holds its connection to the database.</summary>
    /// <param name="product">The product.</param>
    /// <param name="http">Who uploads.</param>
    /// <param name="count">How many files.</param>
    /// <param name="goOn">Their second halves are sent when this has ended.</param>
    /// <returns>Their answers, which come after that.</returns>
    public static async Task<List<Task<HttpResponseMessage>>> BeginAsync(this Product product, HttpClient http, int count, Task goOn)
    {
        // Of each the first block is stored, and different, so that none waits for another to keep the same.
        var uploads = Enumerable.Range(0, count).Select(_ => http.UploadAsync("slow", new SlowUpload(RandomNumberGenerator.GetBytes(5 * 1024 * 1024), goOn))).ToList();
        await Eventually.TrueAsync(
            async () => await product.Database.QueryAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'") == count,
            ProductFixture.Patience, "all uploads are under way");
        return uploads;
    }

    /// <summary>A token that belongs to the team and is a caller of its own.</summary>
    public static async Task<string> ServiceTokenAsync(this Product product)
    {
        using var http = product.Http();
        using var made = await http.PostAsJsonAsync(
            $"api/v1/teams/{Product.Team}/tokens", new CreateServiceTokenRequest("robot", TokenScope.Write, TeamRole.Member), SpecJson.Options);
        return (await made.Content.ReadFromJsonAsync<CreatedToken>(SpecJson.Options))!.Secret;
    }

    /// <summary>Fails where a transfer was not refused for this reason.</summary>
    public static async Task RefusedAsync(HttpResponseMessage answer, string why)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(5, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Contains(why, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
    }
}
