using WarpGrad.Cli.Access;
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

    [Fact]
    public async Task Another_program_at_the_address_is_a_failure_that_tells_of_the_address()
    {
        using var http = new HttpClient(new OtherServer()) { BaseAddress = MadeUpServer.Address };
        var (message, code) = Failures.Explain(await Assert.ThrowsAnyAsync<Exception>(() => new WarpGradClient(http).Teams.ListAsync()))!.Value;
        Assert.Equal(ExitCodes.Failed, code);
        Assert.EndsWith("is the address right?", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("/tmp")]
    [InlineData("ftp://localhost")]
    [InlineData("http://")]
    public void An_address_of_no_web_server_is_refused_with_a_right_one(string address)
    {
        var refused = Assert.Throws<CliException>(() => Installation.ParseAddress(address));
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains("such as http://localhost:5080", refused.Message, StringComparison.Ordinal);
    }

    private static HttpClient Silent() => new(new SilentServer()) { BaseAddress = MadeUpServer.Address, Timeout = TimeSpan.FromMilliseconds(1) };

    private sealed class OtherServer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("<html></html>", null, "text/html"), RequestMessage = request });
    }

    private sealed class SilentServer : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It never answers.");
        }
    }
}
