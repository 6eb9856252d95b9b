using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client.Http;

namespace WarpGrad.Cli.Tests;

/// <summary>When the client asks again.</summary>
public sealed class RetryHandlerTests
{
    [Theory]
    [InlineData("GET", HttpStatusCode.ServiceUnavailable, 2)]
    [InlineData("GET", HttpStatusCode.TooManyRequests, 2)]
    [InlineData("DELETE", HttpStatusCode.BadGateway, 2)]
    [InlineData("POST", HttpStatusCode.TooManyRequests, 2)]
    [InlineData("POST", HttpStatusCode.ServiceUnavailable, 1)]
    [InlineData("GET", HttpStatusCode.NotFound, 1)]
    [InlineData("GET", HttpStatusCode.InternalServerError, 1)]
    public async Task It_asks_again_only_where_that_can_do_no_harm(string method, HttpStatusCode first, int asked)
    {
        var server = new Server(first, HttpStatusCode.OK);

        using var answer = await server.AskAsync(new HttpMethod(method), JsonContent.Create("question"));

        Assert.Equal(asked, server.Asked);
        Assert.Equal(asked == 2 ? HttpStatusCode.OK : first, answer.StatusCode);
    }

    [Fact]
    public async Task A_stream_is_sent_once()
    {
        var server = new Server(HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
        using var answer = await server.AskAsync(HttpMethod.Post, new StreamContent(new MemoryStream([1, 2, 3])));
        Assert.Equal((1, HttpStatusCode.TooManyRequests), (server.Asked, answer.StatusCode));
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again_until_the_attempts_are_used_up()
    {
        var server = new Server();
        await Assert.ThrowsAsync<HttpRequestException>(() => server.AskAsync(HttpMethod.Get, null));
        Assert.Equal(3, server.Asked);
    }

    [Fact]
    public async Task A_server_that_wants_a_long_pause_gets_its_way()
    {
        var server = new Server(HttpStatusCode.TooManyRequests, HttpStatusCode.OK) { RetryAfter = TimeSpan.FromMinutes(5) };
        using var answer = await server.AskAsync(HttpMethod.Get, null);
        Assert.Equal((1, HttpStatusCode.TooManyRequests), (server.Asked, answer.StatusCode));
    }

    /// <summary>Answers in the order given, and then breaks connections.</summary>
    private sealed class Server(params HttpStatusCode[] answers) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(1);

        public async Task<HttpResponseMessage> AskAsync(HttpMethod method, HttpContent? content)
        {
            using var client = new HttpClient(new RetryHandler(this, attempts: 2, longest: TimeSpan.FromMilliseconds(20)), disposeHandler: false);
            using var request = new HttpRequestMessage(method, "http://server/") { Content = content };
            return await client.SendAsync(request);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Asked++ >= answers.Length)
                throw new HttpRequestException("The connection broke.");
            var answer = new HttpResponseMessage(answers[Asked - 1]);
            answer.Headers.RetryAfter = new(RetryAfter);
            return Task.FromResult(answer);
        }
    }
}
