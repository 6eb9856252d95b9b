using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Progress;
using WarpGrad.Integration.Tests.Security;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>What operators see of the work: traces, figures and logs.</summary>
public sealed class TelemetryTests(ObservedProduct observed) : IClassFixture<ObservedProduct>
{
    [Fact]
    public async Task A_run_is_one_trace_from_the_request_through_queue_and_worker_to_its_checkpoints()
    {
        var run = await observed.Product.SubmitAsync("Traced", 200);
        await observed.Product.SuccessAsync(run.Id);
        // The worker's part of the run is sent when it has ended, after its parts.
        var work = await SpanAsync("run in work", span => span.Tags["warpgrad.run.id"] == run.Id.ToString());

        var trace = observed.Collector.Spans.Where(span => span.Trace == work.Trace).ToDictionary(span => span.Id);
        var request = trace[work.Parent];
        Assert.Equal(("warpgrad-api", "POST /api/v1/teams/{team}/runs", ""), (request.Service, request.Name, request.Parent));
        Assert.Equal("warpgrad-worker", work.Service);
        var parts = trace.Values.Where(span => span.Parent == work.Id).Select(span => span.Name).ToList();
        Assert.Subset(parts.ToHashSet(), new HashSet<string> { "run load", "run train", "run finish" });
        Assert.Contains(trace.Values, span => span.Name == "run queued" && span.Parent == request.Id);
        var train = Assert.Single(trace.Values, span => span.Name == "run train");
        var checkpoints = trace.Values.Where(span => span.Name == "run checkpoint" && span.Parent == train.Id).ToList();
        Assert.NotEmpty(checkpoints);
        Assert.All(checkpoints, checkpoint => Assert.Contains(trace.Values, span => span.Parent == checkpoint.Id && span.Tags.ContainsKey("db.query.text")));
        // Its log lines name the trace, too.
        Assert.Contains(Lines(observed.Product.TrainingWorker.Output), line =>
            line["State"]?["RunId"]?.ToString() == run.Id.ToString() && line["Scopes"]!.AsArray().Any(scope => scope?["TraceId"]?.ToString() == work.Trace));
    }

    [Fact]
    public async Task A_run_that_is_sent_on_is_found_in_the_trace_of_whoever_sent_it_on()
    {
        var run = await observed.Product.SubmitAsync("Sent on", SmallRuns.Endless);
        await observed.Product.HasCheckpointAsync(run.Id);
        await observed.Product.Client.Runs.CancelAsync(run.Id);
        await observed.Product.EndAsync(run.Id);
        await observed.Product.Client.Runs.RetryAsync(run.Id);
        await Eventually.TrueAsync(async () => await observed.Product.LeasesAsync(run.Id) == 2, ProductFixture.Patience, "a worker has it again");
        await observed.Product.Client.Runs.CancelAsync(run.Id);

        var again = await SpanAsync("run in work", span => span.Tags["warpgrad.run.id"] == run.Id.ToString()
            && Parent(span) is { Name: "POST /api/v1/runs/{id}/retry" or "POST /api/v1/runs/{id:guid}/retry" });
        Assert.Equal("warpgrad-worker", again.Service);
    }

    [Fact]
    public async Task A_question_to_a_model_is_one_trace_and_what_belongs_to_nothing_is_none()
    {
        var run = await observed.Product.SubmitAsync("Asked", 100);
        await observed.Product.SuccessAsync(run.Id);
        using var http = observed.Http(observed.Product.Token);
        using var answer = await http.PostAsJsonAsync($"api/v1/models/{Product.Team}/asked/adapt-and-predict", Question);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        var work = await SpanAsync("adaptation in work", span => Parent(span) is not null);
        Assert.Equal("POST /api/v1/models/{team}/{model}/adapt-and-predict", Parent(work)!.Name);
        // The workers' steady looks for work would each be a trace.
        Assert.DoesNotContain(observed.Collector.Spans, span => span.Parent.Length == 0 && span.Tags.ContainsKey("db.query.text"));
    }

    [Fact]
    public async Task Figures_are_shown_to_operators_and_to_nobody_else()
    {
        using var stranger = observed.Http(null);
        using var guesser = observed.Http(ObservedProduct.OperatorToken + "1");
        using var collector = observed.Http(ObservedProduct.OperatorToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.GetAsync("metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await collector.GetAsync("api/v1/me")).StatusCode);

        var figures = await Eventually.GetAsync(
            () => collector.GetStringAsync("metrics"), text => text.Contains("warpgrad_queue_age_seconds", StringComparison.Ordinal), ProductFixture.Patience, "the figures are there");

        string[] wanted =
        [
            "warpgrad_queue_waiting", "warpgrad_workers", "warpgrad_database_up", "warpgrad_database_size_bytes", "http_server_request_duration_seconds",
            "dotnet_gc_collections", "db_client",
        ];
        Assert.All(wanted, name => Assert.Contains(name, figures, StringComparison.Ordinal));
        // Connection strings name machines and users, and may hold a password.
        Assert.DoesNotContain("Username=", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_shows_its_figures_where_its_settings_say()
    {
        var port = Product.FreePort();
        await using var worker = observed.Product.StartAnotherWorker(new Dictionary<string, string> { ["Metrics__Port"] = $"{port}" });
        // Both training workers get work.
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => observed.Product.SubmitAsync($"Counted {n}", SmallRuns.Endless)));
        using var http = new HttpClient();
        var figures = await Eventually.GetAsync(
            () =>
            {
                Assert.False(worker.HasExited, worker.Output);
                return TryAsync(http, $"http://localhost:{port}/metrics");
            }, text => text.Contains("warpgrad_meta_steps_total", StringComparison.Ordinal),
            ProductFixture.Patience, "the worker tells of its steps");
        foreach (var run in runs)
            await observed.Product.Client.Runs.CancelAsync(run.Id);
        foreach (var run in runs)
            await observed.Product.EndAsync(run.Id);

        Assert.Contains("warpgrad_run_events_total", figures, StringComparison.Ordinal);
        Assert.Contains("warpgrad_run_wait_seconds_bucket", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_spans_nor_logs_hold_passwords_tokens_or_cookies()
    {
        using var browser = Browser.Open(observed.Product);
        using var signedIn = await browser.SignInAsync(Product.Email, Product.Password);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("warpgrad=", StringComparison.Ordinal)).Split(';')[0]["warpgrad=".Length..];
        using var refused = await browser.SignInAsync(Product.Email, "a-wrong-password-of-mine");
        using var asked = await browser.GetAsync("api/v1/me");
        // Browsers cannot set headers on WebSockets: their token is in the address.
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(observed.Product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult<string?>(observed.Product.Token))
            .Build();
        await hub.StartAsync();
        using var http = observed.Http(null);
        using var guessed = await http.GetAsync($"api/v1/me?access_token={observed.Product.Token}");
        using var figures = await observed.Http(ObservedProduct.OperatorToken).GetAsync("metrics");
        await SpanAsync("GET /api/v1/me", span => span.Tags.ContainsKey("url.query"));

        string[] secrets = [Product.Password, "a-wrong-password-of-mine", observed.Product.Token, cookie, ObservedProduct.OperatorToken];
        string[] places = [observed.Logs, observed.Collector.Text("/v1/traces"), observed.Collector.Text("/v1/logs"), observed.Collector.Text("/v1/metrics")];
        Assert.All(places, place => Assert.NotEmpty(place));
        Assert.All(places, place => Assert.All(secrets, secret => Assert.DoesNotContain(secret, place, StringComparison.Ordinal)));
    }

    private static AdaptAndPredictRequest Question => new()
    {
        Support = [new SupportExample { X = [0], Y = [1] }, new SupportExample { X = [1], Y = [0] }],
        Query = [new QueryExample { X = [0.5] }],
    };

    private Task<Span> SpanAsync(string name, Func<Span, bool> wanted) => Eventually.GetAsync(
        () => Task.FromResult(observed.Collector.Spans.FirstOrDefault(span => span.Name == name && wanted(span))!), span => span is not null,
        ProductFixture.Patience, $"the collector has a span '{name}'");

    private Span? Parent(Span span) => observed.Collector.Spans.FirstOrDefault(other => other.Trace == span.Trace && other.Id == span.Parent);

    private static IEnumerable<JsonNode> Lines(string output) =>
        output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!);

    private static async Task<string> TryAsync(HttpClient http, string address)
    {
        try
        {
            return await http.GetStringAsync(address);
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }
}
