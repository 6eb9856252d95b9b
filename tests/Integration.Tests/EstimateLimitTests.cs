using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Questions what a run would cost that no worker has answered yet.</summary>
[Collection(LimitedCollection.Name)]
public sealed class EstimateLimitTests(LimitedApi api) : IAsyncLifetime
{
    private const int Waiting = LimitedApi.WaitingEstimates;

    // What the test before has asked waits for ever: there is no worker.
    public async Task InitializeAsync()
    {
        await api.Product.Database.ExecuteAsync("DELETE FROM estimates");
        await api.Product.Database.ExecuteAsync("DELETE FROM hangfire.jobqueue");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_team_that_waits_for_as_many_as_it_may_is_told_when_to_come_again()
    {
        using var http = api.Http();
        var first = await AskAsync(http, metaSteps: 100);
        await AskAsync(http, metaSteps: 200);

        var refused = await SendAsync(http, metaSteps: 300);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains($"waits for {Waiting} estimates", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((long)Waiting, await api.Product.Database.QueryAsync<long>("SELECT count(*) FROM estimates"));
        Assert.Equal(first, await AskAsync(http, metaSteps: 100));

        await api.Product.Database.ExecuteAsync("""UPDATE estimates SET "FailureReason" = 'It failed.' WHERE "Id" = $1""", first);
        await AskAsync(http, metaSteps: 300);
    }

    [Fact]
    public async Task A_question_that_waited_long_keeps_its_place_and_is_not_lost_while_it_is_measured()
    {
        using var http = api.Http();
        var id = await AskAsync(http, metaSteps: 100);

        await AgeAsync("""SET "CreatedAt" = now() - interval '1 hour'""");
        Assert.Equal(id, await AskAsync(http, metaSteps: 100));
        Assert.Equal(2, await TicketsAsync());

        await AgeAsync("""SET "CreatedAt" = now() - interval '1 hour', "StartedAt" = now() - interval '1 minute'""");
        Assert.Equal(id, await AskAsync(http, metaSteps: 100));
        Assert.Equal(2, await TicketsAsync());
    }

    [Fact]
    public async Task A_probe_that_never_came_to_its_end_is_asked_for_again()
    {
        using var http = api.Http();
        var id = await AskAsync(http, metaSteps: 100);
        await AgeAsync("""SET "CreatedAt" = now() - interval '1 hour', "StartedAt" = now() - interval '30 minutes'""");

        Assert.Equal(id, await AskAsync(http, metaSteps: 100));
        Assert.Equal(id, await AskAsync(http, metaSteps: 100));

        Assert.Equal(2, await TicketsAsync());
        Assert.Equal(1L, await api.Product.Database.QueryAsync<long>("""SELECT count(*) FROM estimates WHERE "StartedAt" IS NULL"""));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, int metaSteps) => http.PostAsJsonAsync(
        $"api/v1/teams/{Product.Team}/runs/estimate?wait=0",
        JsonNode.Parse($$"""{ "recipe": "sinusoid", "overrides": { "outerLoop": { "metaSteps": {{metaSteps}}, "maxMinutes": 0 } } }"""));

    private static async Task<Guid> AskAsync(HttpClient http, int metaSteps)
    {
        var answer = await SendAsync(http, metaSteps);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<RunEstimateAnswer>())!.Id;
    }

    private Task AgeAsync(string set) => api.Product.Database.ExecuteAsync($"UPDATE estimates {set}");

    /// <summary>How often workers were told.</summary>
    private Task<long> TicketsAsync() => api.Product.Database.QueryAsync<long>("SELECT count(*) FROM hangfire.jobqueue WHERE queue = 'probes'");
}
