using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;
using WarpGrad.Client.Http;
using WarpGrad.Contracts.Uploads;

namespace WarpGrad.Client.Datasets;

/// <summary>
/// Sends a file in parts by the tus protocol. Where the connection or the server breaks, it asks how far the server is and goes on from
/// there, with growing pauses; it gives up where the server refuses, or is away for minutes without taking a byte.
/// </summary>
internal sealed class UploadSender(HttpSender http)
{
    private const int PartBytes = 8 * 1024 * 1024;
    private const int Attempts = 12;
    private static readonly (string, string) Version = (TusHeaders.Resumable, TusHeaders.Version);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    // What the server says of a state that passes by itself; a conflict is an offset that has moved on.
    private static readonly HttpStatusCode[] Passing =
    [
        HttpStatusCode.RequestTimeout, HttpStatusCode.Conflict, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>Sends a file.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="upload">What is said about the file.</param>
    /// <param name="file">The file, from where it stands; it can seek.</param>
    /// <param name="progress">Told how many bytes the server has.</param>
    /// <param name="cancel">Gives up, and has the server forget what it has.</param>
    /// <returns>Id of the dataset.</returns>
    public async Task<Guid> SendAsync(string team, DatasetUpload upload, Stream file, IProgress<long>? progress, CancellationToken cancel)
    {
        var (start, length) = (file.Position, file.Length - file.Position);
        var id = await BeginAsync(team, upload, length, cancel).ConfigureAwait(false);
        try
        {
            for (long offset = 0; offset < length;)
            {
                offset = await SendPartAsync(id, file, start, offset, length, cancel).ConfigureAwait(false);
                progress?.Report(offset);
            }

            var whole = await http.GetAsync<UploadSummary>(Paths.Of("uploads", id), cancel).ConfigureAwait(false);
            return whole.Dataset ?? throw new InvalidOperationException($"The upload {id} has ended without a dataset.");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await ForgetAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the server forget an upload.</summary>
    public async Task StopAsync(Guid id, CancellationToken cancel)
    {
        using var _ = await http.OpenAsync(HttpMethod.Delete, Paths.Of("uploads", id), null, cancel, [Version]).ConfigureAwait(false);
    }

    private async Task<Guid> BeginAsync(string team, DatasetUpload upload, long length, CancellationToken cancel)
    {
        var metadata = upload.Fields().Select(field => $"{field.Name} {Convert.ToBase64String(Encoding.UTF8.GetBytes(field.Value))}".TrimEnd());
        using var begun = await http.OpenAsync(
            HttpMethod.Post, Paths.Of("teams", team, "uploads"), null, cancel,
            [Version, (TusHeaders.Length, Text(length)), (TusHeaders.Metadata, string.Join(',', metadata))]).ConfigureAwait(false);
        return (await HttpSender.ReadAsync<UploadSummary>(begun, cancel).ConfigureAwait(false)).Id;
    }

    /// <summary>Brings the server one part further, in as many attempts as it takes; each begins where the server is by then.</summary>
    private async Task<long> SendPartAsync(Guid id, Stream file, long start, long from, long length, CancellationToken cancel)
    {
        long? known = from;
        return await Pipeline().ExecuteAsync(
            async stop =>
            {
                var offset = known ?? await WhereAsync(id, stop).ConfigureAwait(false);
                known = null;
                if (offset == length || offset > from)
                    return offset;
                file.Position = start + offset;
                var part = new byte[Math.Min(PartBytes, length - offset)];
                await file.ReadExactlyAsync(part, stop).ConfigureAwait(false);
                using var content = new ByteArrayContent(part);
                content.Headers.ContentType = new MediaTypeHeaderValue(TusHeaders.PartType);
                using var answer = await http.OpenAsync(
                    HttpMethod.Patch, Paths.Of("uploads", id), content, stop, [Version, (TusHeaders.Offset, Text(offset))]).ConfigureAwait(false);
                return OffsetOf(answer);
            },
            cancel).ConfigureAwait(false);
    }

    private async Task<long> WhereAsync(Guid id, CancellationToken cancel)
    {
        using var answer = await http.OpenAsync(HttpMethod.Head, Paths.Of("uploads", id), null, cancel, [Version]).ConfigureAwait(false);
        return OffsetOf(answer);
    }

    // Who gives up cannot do more than try: what is left is forgotten after a day.
    private async Task ForgetAsync(Guid id)
    {
        using var patience = new CancellationTokenSource(PatienceAtTheEnd);
        try
        {
            await StopAsync(id, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or WarpGradException or OperationCanceledException)
        {
        }
    }

    private static ResiliencePipeline Pipeline() => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = Attempts,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(0.5),
        MaxDelay = TimeSpan.FromSeconds(20),
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
        {
            HttpRequestException or IOException => true,
            WarpGradException refusal => Passing.Contains(refusal.Status),
            _ => false,
        }),
    }).Build();

    private static long OffsetOf(HttpResponseMessage answer) => long.Parse(answer.Headers.GetValues(TusHeaders.Offset).Single(), CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
