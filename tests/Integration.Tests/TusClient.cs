using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using WarpGrad.Contracts.Uploads;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Sends files in parts as any client of the tus protocol does, request by request.</summary>
internal sealed class TusClient(HttpClient http) : IDisposable
{
    /// <summary>What sends the requests.</summary>
    public HttpClient Http => http;

    public void Dispose() => http.Dispose();

    /// <summary>Begins an upload of the first team.</summary>
    public async Task<Guid> BeginAsync(string name, long length)
    {
        using var begun = await PostAsync(Product.Team, length.ToString(CultureInfo.InvariantCulture), $"name {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}");
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        return (await begun.Content.ReadFromJsonAsync<UploadSummary>())!.Id;
    }

    /// <summary>Asks for an upload.</summary>
    public Task<HttpResponseMessage> PostAsync(string team, string length, string metadata) =>
        SendAsync(HttpMethod.Post, $"api/v1/teams/{team}/uploads", null, (TusHeaders.Length, length), (TusHeaders.Metadata, metadata));

    /// <summary>Sends a part.</summary>
    public Task<HttpResponseMessage> PatchAsync(Guid upload, long offset, ReadOnlyMemory<byte> part, bool chunked = false)
    {
        HttpContent body = chunked ? new StreamContent(new UnknownLength(part.ToArray())) : new ReadOnlyMemoryContent(part);
        body.Headers.ContentType = new MediaTypeHeaderValue(TusHeaders.PartType);
        return SendAsync(HttpMethod.Patch, $"api/v1/uploads/{upload}", body, (TusHeaders.Offset, offset.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>How far an upload is.</summary>
    public async Task<long> OffsetAsync(Guid upload)
    {
        using var answer = await SendAsync(HttpMethod.Head, $"api/v1/uploads/{upload}");
        return Offset(answer);
    }

    /// <summary>Sends a request of the protocol.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body, Headers = { { TusHeaders.Resumable, TusHeaders.Version } } };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return http.SendAsync(request);
    }

    /// <summary>The offset that an answer tells.</summary>
    public static long Offset(HttpResponseMessage answer) => long.Parse(Header(answer, TusHeaders.Offset), CultureInfo.InvariantCulture);

    /// <summary>A header of an answer.</summary>
    public static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));

    // A stream whose length nobody knows is sent in chunks.
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
