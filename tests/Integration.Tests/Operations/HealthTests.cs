using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Progress;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>Health tells the truth, and the Api ends in good order.</summary>
public sealed class HealthTests
{
    private const string OperatorToken = "only-for-the-collector-4711";

    private static readonly Dictionary<string, string> Settings = new() { ["Metrics__Token"] = OperatorToken };

    [Fact]
    public async Task The_report_names_what_is_missing_and_how_long_the_oldest_waits()
    {
        await using var product = await Product.StartAsync(workers: false, settings: Settings);
        using var http = Operator(product);
        await product.SubmitAsync("Waits for a worker", 10);

        var report = await Eventually.GetAsync(() => ReportAsync(http), found => found.Runs!.OldestSeconds > 0, ProductFixture.Patience, "the run has waited");

        Assert.Equal(HealthState.Degraded, report.State);
        Assert.Equal((true, SchemaHealth.Current), (report.Database.Reachable, report.Database.Schema));
        Assert.InRange(report.Database.Bytes!.Value, 1_000_000, long.MaxValue);
        Assert.Equal((1, 0), (report.Runs!.Waiting, report.Runs.Workers));
        Assert.Contains(report.Problems, problem => problem.Contains("'training'", StringComparison.Ordinal));

        product.StartInteractiveWorker();
        product.StartTrainingWorker();
        var well = await Eventually.GetAsync(() => ReportAsync(http), found => found.State == HealthState.Healthy, ProductFixture.Patience, "all is well");
        Assert.Empty(well.Problems);
        Assert.Equal(2, well.Workers!.Active);
    }

    [Fact]
    public async Task A_database_of_another_version_is_not_ready_and_the_report_says_why()
    {
        await using var product = await Product.StartAsync(workers: false, settings: Settings);
        using var http = Operator(product);

        await product.Database.ExecuteAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29991231235959_FromTheFuture', '10.0.0')""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, SchemaHealth.Newer), await SchemaAsync(http));

        await product.Database.ExecuteAsync("""TRUNCATE "__EFMigrationsHistory" """);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, SchemaHealth.Older), await SchemaAsync(http));

        // Alive it is all the same: starting it again would help nobody.
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
    }

    [Fact]
    public async Task The_Api_ends_in_good_order_while_somebody_watches()
    {
        await using var product = await Product.StartAsync(workers: false);
        var run = await product.SubmitAsync("Watched", 10);
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(product.Token))
            .Build();
        await hub.StartAsync();
        using var watching = new CancellationTokenSource();
        await using var events = hub.StreamAsync<object>(ProgressHub.Subscribe, run.Id, 0L, watching.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        await product.Api.SignalAsync("TERM");

        Assert.Equal(0, await product.Api.ExitAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain("Unhandled exception", product.Api.Output, StringComparison.Ordinal);
    }

    private static HttpClient Operator(Product product)
    {
        var http = new HttpClient { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", OperatorToken);
        return http;
    }

    private static async Task<InstallationHealth> ReportAsync(HttpClient http) => (await http.GetFromJsonAsync<InstallationHealth>("health"))!;

    private static async Task<(HttpStatusCode Ready, SchemaHealth? Schema)> SchemaAsync(HttpClient http)
    {
        using var ready = await http.GetAsync("health/ready");
        using var report = await http.GetAsync("health");
        Assert.Equal(ready.StatusCode, report.StatusCode);
        return (ready.StatusCode, (await report.Content.ReadFromJsonAsync<InstallationHealth>())!.Database.Schema);
    }
}
