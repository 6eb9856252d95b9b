using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Progress;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>Health tells the truth, and the Api ends in good order.</summary>
[Collection(OperatedCollection.Name)]
public sealed class HealthTests(OperatedProduct operated) : IAsyncLifetime
{
    private Product Product => operated.Product;

    public Task InitializeAsync() => Product.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_report_names_what_is_missing_and_how_long_the_oldest_waits()
    {
        using var http = operated.Operator();
        await Product.SubmitAsync("Waits for a worker", 10);

        var report = await Eventually.GetAsync(() => ReportAsync(http), found => found.Runs!.OldestSeconds > 0, ProductFixture.Patience, "the run has waited");

        Assert.Equal(HealthState.Degraded, report.State);
        Assert.Equal((true, SchemaHealth.Current), (report.Database.Reachable, report.Database.Schema));
        Assert.InRange(report.Database.Bytes!.Value, 1_000_000, long.MaxValue);
        Assert.Equal((1, 0), (report.Runs!.Waiting, report.Runs.Workers));
        Assert.Contains(report.Problems, problem => problem.Contains("'training'", StringComparison.Ordinal));
        Assert.Equal((0, 0), (report.Imports!.Waiting, report.Imports.Workers));

        Product.StartInteractiveWorker();
        Product.StartTrainingWorker();
        var well = await Eventually.GetAsync(() => ReportAsync(http), found => found.State == HealthState.Healthy, ProductFixture.Patience, "all is well");
        Assert.Empty(well.Problems);
        Assert.Equal(2, well.Workers!.Active);
    }

    [Fact]
    public async Task A_database_of_another_version_is_not_ready_and_the_report_says_why()
    {
        using var http = operated.Operator();

        await using (await ForeignSchema.NewerAsync(Product.Database))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, SchemaHealth.Newer), await SchemaAsync(http));

        await using (await ForeignSchema.OlderAsync(Product.Database))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, SchemaHealth.Older), await SchemaAsync(http));
            // Alive it is all the same: starting it again would help nobody.
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
        }

        Assert.Equal((HttpStatusCode.OK, SchemaHealth.Current), await SchemaAsync(http));
    }

    [Fact]
    public async Task The_Api_ends_in_good_order_while_somebody_watches()
    {
        var run = await Product.SubmitAsync("Watched", 10);
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(Product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(Product.Token))
            .Build();
        await hub.StartAsync();
        using var watching = new CancellationTokenSource();
        await using var events = hub.StreamAsync<object>(ProgressHub.Subscribe, run.Id, 0L, watching.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        await Product.Api.SignalAsync("TERM");

        Assert.Equal(0, await Product.Api.ExitAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain("Unhandled exception", Product.Api.Output, StringComparison.Ordinal);
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
