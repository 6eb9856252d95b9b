using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>How much one token and one team may ask, and what is refused for its size.</summary>
public sealed class AdaptationLimitTests : IAsyncLifetime
{
    private const int PerToken = 5, PerTeam = 8, Waiting = 4;

    private readonly ApiFixture _api = new()
    {
        Settings = new Dictionary<string, string>
        {
            ["Limits__AdaptationsPerMinute"] = $"{PerToken}",
            ["Limits__TeamAdaptationsPerMinute"] = $"{PerTeam}",
            ["Limits__WaitingAdaptations"] = $"{Waiting}",
        },
    };

    public async Task InitializeAsync()
    {
        await _api.InitializeAsync();
        await _api.RegisterAsync("curves", new TaskSpec { Family = TaskFamily.Sinusoids });
    }

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_team_and_a_token_are_told_to_wait_and_for_how_long()
    {
        using var http = _api.Http();
        for (var n = 0; n < Waiting; n++)
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(http)).StatusCode);

        await RefusedAsync(await AskAsync(http), "of your team wait");
        await _api.Product.Database.ExecuteAsync("""DELETE FROM adaptations""");
        await RefusedAsync(await AskAsync(http), "Your token has asked");
        using var another = await AnotherTokenAsync();
        for (var n = PerToken; n < PerTeam; n++)
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
        var created = await _api.Client.Tokens.CreateAsync(new CreateTokenRequest("another", TokenScope.Read));
        var http = new HttpClient { BaseAddress = _api.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", created.Secret);
        return http;
    }
}
