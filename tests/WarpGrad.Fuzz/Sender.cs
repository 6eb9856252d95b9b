using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Fuzz.Checking;
using WarpGrad.Fuzz.Generation;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz;

/// <summary>Sends requests as they are, without mending them, and takes note of what they make.</summary>
internal sealed class Sender(HttpClient http, FuzzWorld world)
{
    private const int MostRunning = 4;
    private int _ended;
    private readonly ConcurrentQueue<(string Run, string Role)> _running = new();
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);

    /// <summary>A client that keeps no cookies and follows nothing.</summary>
    public static HttpClient Client(Uri address) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(3),
    };

    /// <summary>Connections that ended under a request before any answer.</summary>
    public int Ended => _ended;

    /// <summary>Sends a request and reads the answer; once more where a connection ended under it before any answer.</summary>
    public async Task<Exchange> SendAsync(FuzzRequest request)
    {
        // A server may close a kept connection at the moment when the next request goes out on it (RFC 9112, section 9.3.1). What ends
        // because of the request ends again, and all are counted.
        var first = await SendOnceAsync(request);
        if (!first.ConnectionEnded)
            return first;
        Interlocked.Increment(ref _ended);
        return await SendOnceAsync(request);
    }

    private async Task<Exchange> SendOnceAsync(FuzzRequest request)
    {
        var clock = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(LongestAnswer);
        try
        {
            using var message = Message(request);
            using var answer = await http.SendAsync(message, patience.Token);
            var body = await answer.Content.ReadAsStringAsync(patience.Token);
            var exchange = new Exchange(
                request, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", $"{answer.Headers}{answer.Content.Headers}", body, clock.Elapsed);
            if (answer.IsSuccessStatusCode && request.Method != "GET")
                await LearnAsync(request, exchange);
            return exchange;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Exchange(request, 0, "", "", $"{exception.GetType().Name}: {exception.Message} {exception.InnerException?.Message}", clock.Elapsed)
            {
                ConnectionEnded = exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded },
            };
        }
    }

    private HttpRequestMessage Message(FuzzRequest request)
    {
        var target = new Uri($"{http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{request.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target) { Version = HttpVersion.Version11 };
        if (world.Roles[request.Role] is { Length: > 0 } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is null)
            return message;
        message.Content = new ByteArrayContent(request.Body);
        if (request.ContentType.Length > 0)
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        return message;
    }

    /// <summary>Keeps ids of new things for later requests, and stops runs: they would take the machine.</summary>
    private async Task LearnAsync(FuzzRequest request, Exchange exchange)
    {
        if (exchange.ContentType != "application/json" || Parse(exchange.Body) is not JsonObject answer)
            return;
        var team = (string?)answer["team"] ?? request.Team;
        if (new[] { world.Main, world.Spare, world.Outside }.FirstOrDefault(realm => realm.Team == team) is not { } realm)
            return;
        if (answer["invitation"] is JsonObject invitation && answer["code"] is JsonValue code)
        {
            realm.AddFresh("invitation", (string)invitation["id"]!);
            if (realm == world.Spare)
                realm.AddFresh("code", (string)code!);
        }
        else if (answer["token"] is JsonObject token)
        {
            realm.AddFresh("token", (string)token["id"]!);
        }
        else if (Kind(request.Operation) is { } kind && (string?)answer["id"] is { } id)
        {
            realm.AddFresh(kind, id);
            if (kind == "model-import")
                realm.AddFresh("model", (string)answer["name"]!);
            if (kind == "run")
                await CancelOneAsync(id, request.Role);
        }
    }

    /// <summary>Cancels a run that is no longer among the newest: those are for requests to pause, resume and cancel.</summary>
    private async Task CancelOneAsync(string newest, string maker)
    {
        _running.Enqueue((newest, maker));
        if (_running.Count <= MostRunning || !_running.TryDequeue(out var oldest))
            return;
        var (run, role) = oldest;
        using var cancel = new HttpRequestMessage(HttpMethod.Post, $"api/v1/runs/{run}/cancel");
        cancel.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Roles[role]);
        using var _ = await http.SendAsync(cancel);
    }

    private static string? Kind(string operation) => operation switch
    {
        "POST /api/v1/teams/{team}/datasets" or "POST /api/v1/teams/{team}/datasets/generated" => "dataset",
        "POST /api/v1/teams/{team}/runs" or "POST /api/v1/runs/{id}/clone" or "POST /api/v1/runs/{id}/resume" => "run",
        "POST /api/v1/teams/{team}/models/import" => "model-import",
        "POST /api/v1/teams/{team}/uploads" => "upload",
        "POST /api/v1/invitations/register" => "user",
        _ when operation.EndsWith("/fork", StringComparison.Ordinal) => "run",
        _ when operation.EndsWith("/access-requests", StringComparison.Ordinal) => "access-request",
        _ => null,
    };

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
