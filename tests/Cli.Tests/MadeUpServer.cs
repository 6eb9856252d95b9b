using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Tests;

/// <summary>A server without a hub.</summary>
/// <param name="answer">Answers requests such as <c>GET teams</c>; null is not found, and what it throws goes to the caller.</param>
internal sealed class MadeUpServer(Func<string, object?> answer) : HttpMessageHandler
{
    public static Uri Address { get; } = new("http://server/");

    /// <summary>What was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What an HTTP client throws at its time limit.</summary>
    public static Exception Timeout() => new TaskCanceledException("The time is up.", new TimeoutException());

    public static RunSummary Summary(Guid id, RunState state) => new(
        id, "team", "A run", state, TaskFamily.Sinusoids, null, null, 0, 10, Measure.Error, null, null, DateTimeOffset.UnixEpoch, null, null, "somebody", null, []);

    public static RunDetail Detail(Guid id, RunState state) => new(Summary(id, state), new RunSpec(), null, "1.0", 0, null);

    public WarpGradClient Client() => new(new HttpClient(this) { BaseAddress = Address }, new WarpGradClientOptions { HubMessageHandler = () => this });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.AbsolutePath.Replace("/api/v1/", "", StringComparison.Ordinal)}";
        Asked.Add(asked);
        return Task.FromResult(answer(asked) is { } found
            ? new HttpResponseMessage { Content = JsonContent.Create(found, found.GetType()) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
