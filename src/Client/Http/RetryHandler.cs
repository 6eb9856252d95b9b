using System.Net;
using System.Net.Http.Json;
using Polly;
using Polly.Retry;

namespace WarpGrad.Client.Http;

/// <summary>
/// Sends a request again where that can do no harm: what the server refused before it did anything (429), and whatever may be done twice
/// (GET, HEAD, PUT, DELETE) where the connection or the server broke. Pauses grow from half a second and differ by chance; where the
/// server says how long to wait, that counts.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <summary>Over another handler.</summary>
    /// <param name="inner">Sends the requests.</param>
    /// <param name="attempts">Further attempts at most; 0 for none.</param>
    /// <param name="longest">Longest pause; a server that asks for a longer one is not asked again.</param>
    /// <param name="time">Clock of the pauses.</param>
    public RetryHandler(HttpMessageHandler inner, int attempts, TimeSpan longest, TimeProvider? time = null)
        : base(inner)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (attempts > 0)
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = attempts,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = longest,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Context, arguments.Outcome, longest)),
                DelayGenerator = arguments => ValueTask.FromResult(WaitOf(arguments.Outcome.Result)),
            });
        _pipeline = builder.Build();
    }

    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Request, request);
        try
        {
            return await _pipeline.ExecuteAsync(
                async inner => await base.SendAsync(request, inner.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool ShouldRetry(ResilienceContext context, Outcome<HttpResponseMessage> outcome, TimeSpan longest)
    {
        var request = context.Properties.GetValue(Request, null!);
        // A stream that was read once cannot be sent again.
        if (request.Content is not (null or JsonContent or ByteArrayContent) || WaitOf(outcome.Result) > longest)
            return false;
        var repeatable = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete;
        return outcome switch
        {
            { Exception: HttpRequestException } => repeatable,
            { Result.StatusCode: HttpStatusCode.TooManyRequests } => true,
            { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => repeatable,
            _ => false,
        };
    }

    private static TimeSpan? WaitOf(HttpResponseMessage? answer) => answer?.Headers.RetryAfter?.Delta;
}
