using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>How much one token and one team may ask, and what is refused for its size.</summary>
[Collection(LimitedCollection.Name)]
public sealed class AdaptationLimitTests(LimitedApi api)
{
    [Fact]
    public async Task A_team_and_a_token_are_told_to_wait_and_for_how_long()
    {
        using var http = api.Http();
        for (var n = 0; n < LimitedApi.WaitingAdaptations; n++)
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(http)).StatusCode);

        await RefusedAsync(await AskAsync(http), "of your team wait");
        await api.Product.Database.ExecuteAsync("""DELETE FROM adaptations""");
        await RefusedAsync(await AskAsync(http), "Your token has asked");
        using var another = await AnotherTokenAsync();
        for (var n = LimitedApi.PerToken; n < LimitedApi.PerTeam; n++)
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(another)).StatusCode);
        await RefusedAsync(await AskAsync(another), "Your team has asked");
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http) => http.PostAsJsonAsync(
        $"api/v1/models/{Product.Team}/curves/adapt-and-predict?wait=0",
        new AdaptAndPredictRequest { Support = [new SupportExample { X = [0], Y = [1] }], Query = [new QueryExample { X = [0.5] }] });

    private static async Task RefusedAsync(HttpResponseMessage answer, string why)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains(why, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
    }

    private async Task<HttpClient> AnotherTokenAsync()
    {
        var created = await api.Product.Client.Tokens.CreateAsync(new CreateTokenRequest("another", TokenScope.Read));
        var http = new HttpClient { BaseAddress = api.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", created.Secret);
        return http;
    }
}
