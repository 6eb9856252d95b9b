using WarpGrad.Client;

namespace WarpGrad.Cli.Tests;

/// <summary>What is said at the end, and with which exit code.</summary>
public sealed class FailuresTests
{
    [Fact]
    public async Task A_request_of_the_client_that_times_out_is_a_failure()
    {
        using var http = Silent();
        var timeout = await Assert.ThrowsAsync<HttpRequestException>(() => new WarpGradClient(http).Teams.ListAsync());
        Assert.Equal(("The installation does not answer: The request timed out.", ExitCodes.Failed), Failures.Explain(timeout));
    }

    [Fact]
    public async Task So_is_any_other_request_that_times_out()
    {
        using var http = Silent();
        var (message, code) = Failures.Explain(await Assert.ThrowsAsync<TaskCanceledException>(() => http.GetStringAsync("openapi/v1.json")))!.Value;
        Assert.Equal(ExitCodes.Failed, code);
        Assert.StartsWith("The installation does not answer", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_Ctrl_C_ends_is_stopped()
    {
        using var http = Silent();
        http.Timeout = Timeout.InfiniteTimeSpan;
        using var stop = new CancellationTokenSource();
        var asking = new WarpGradClient(http).Teams.ListAsync(stop.Token);
        await stop.CancelAsync();
        Assert.Equal(("Stopped.", ExitCodes.Interrupted), Failures.Explain(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking)));
    }

    private static HttpClient Silent() => new(new SilentServer()) { BaseAddress = MadeUpServer.Address, Timeout = TimeSpan.FromMilliseconds(1) };

    private sealed class SilentServer : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It never answers.");
        }
    }
}
