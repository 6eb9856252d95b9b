using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WarpGrad.Client.Http;

/// <summary>
/// Sends requests under <c>/api/v1</c> and turns refusals into <see cref="WarpGradException"/>, timeouts and answers of something else
/// than an installation into <see cref="HttpRequestException"/>.
/// </summary>
internal sealed class HttpSender(HttpClient http, WarpGradClientOptions options)
{
    private const string Root = "api/v1/";

    /// <summary>Reads a JSON answer.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancel) => SendAsync<T>(HttpMethod.Get, path, null, cancel);

    /// <summary>Posts a JSON body, or none, and reads a JSON answer.</summary>
    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancel) =>
        SendAsync<T>(HttpMethod.Post, path, body is null ? null : Json(body), cancel);

    /// <summary>Puts a JSON body and reads a JSON answer.</summary>
    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancel) => SendAsync<T>(HttpMethod.Put, path, Json(body), cancel);

    /// <summary>Patches with a JSON body and reads a JSON answer.</summary>
    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancel) => SendAsync<T>(HttpMethod.Patch, path, Json(body), cancel);

    /// <summary>Posts a JSON body; the answer has none.</summary>
    public async Task PostAsync(string path, object body, CancellationToken cancel)
    {
        using var content = Json(body);
        using var response = await OpenAsync(HttpMethod.Post, path, content, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends content and reads a JSON answer.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var response = await OpenAsync(method, path, content, cancel).ConfigureAwait(false);
        return await ReadAsync<T>(response, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose answer has no body.</summary>
    public async Task SendAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        using var response = await OpenAsync(method, path, null, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request and gives the successful answer with its body still unread.</summary>
    public async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancel, IEnumerable<(string Name, string Value)>? headers = null)
    {
        using var request = new HttpRequestMessage(method, Root + path) { Content = content };
        foreach (var (name, value) in headers ?? [])
            request.Headers.Add(name, value);
        request.Headers.Add("X-WarpGrad-Client", options.Name);
        if (options.AccessToken is not null && await options.AccessToken(cancel).ConfigureAwait(false) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await AnswerAsync(request, cancel).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new WarpGradException(await ProblemOfAsync(response, cancel).ConfigureAwait(false));
    }

    /// <summary>Reads the JSON body of an answer.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancel).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The answer to {response.RequestMessage?.RequestUri} is empty.");
        }
        catch (JsonException wrong)
        {
            // Such as the page by which a proxy asks to sign in, or another program's at a mistyped address.
            throw new HttpRequestException($"The answer to {response.RequestMessage?.RequestUri} is none of an installation's: is the address right?", wrong);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException timeout) when (!cancel.IsCancellationRequested)
        {
            // The HTTP client tells its own time limit as a cancellation, which callers would take for theirs.
            throw new HttpRequestException("The request timed out.", timeout);
        }
    }

    private static JsonContent Json(object body) => JsonContent.Create(body, body.GetType(), options: WireJson.Options);

    private static async Task<Problem> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return Bare(response, status);
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(WireJson.Options, cancel).ConfigureAwait(false);
            return problem is null ? Bare(response, status) : problem with { Status = status };
        }
        catch (JsonException)
        {
            return Bare(response, status);
        }
    }

    private static Problem Bare(HttpResponseMessage response, int status) =>
        new() { Status = status, Title = $"The server answered {status} {response.ReasonPhrase}".TrimEnd() + "." };
}
