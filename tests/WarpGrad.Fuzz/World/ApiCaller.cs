using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.World;

/// <summary>Calls that must succeed, to make the things that requests are about.</summary>
internal sealed class ApiCaller(HttpClient http)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    /// <summary>Calls and returns the answer's body; an empty object where there is none.</summary>
    public async Task<JsonNode> CallAsync(string method, string path, string token, JsonNode? body = null) =>
        (await SendAsync(method, path, token, body)).Body;

    /// <summary>Registers a person with an invitation and returns their id and a token of scope admin.</summary>
    public async Task<(string Id, string Token)> RegisterAsync(string code, string email, string displayName)
    {
        var (registered, cookie) = await SendAsync("POST", "invitations/register", "", new JsonObject
        {
            ["code"] = code,
            ["email"] = email,
            ["password"] = FuzzWorld.Password,
            ["displayName"] = displayName,
        });
        var token = await SendAsync("POST", "tokens", cookie, new JsonObject { ["name"] = "fuzz", ["scope"] = "admin", ["expiresInDays"] = 7 });
        return (registered["id"]!.GetValue<string>(), token.Body["secret"]!.GetValue<string>());
    }

    /// <summary>Reads until the answer is as wanted.</summary>
    public async Task<JsonNode> WaitAsync(string path, string token, Func<JsonNode, bool> wanted)
    {
        var deadline = DateTime.UtcNow + Longest;
        while (DateTime.UtcNow < deadline)
        {
            var answer = await CallAsync("GET", path, token);
            if (wanted(answer))
                return answer;
            await Task.Delay(200);
        }

        throw new TimeoutException($"{path} does not become what it should.");
    }

    /// <summary>Reads a file.</summary>
    public async Task<byte[]> DownloadAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private async Task<(JsonNode Body, string Cookie)> SendAsync(string method, string path, string credentials, JsonNode? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1/{path}");
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (credentials.StartsWith("warpgrad=", StringComparison.Ordinal))
        {
            request.Headers.Add("Cookie", credentials);
            request.Headers.Add("X-WarpGrad-Client", "fuzz");
        }
        else if (credentials.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path} should succeed, but: {(int)answer.StatusCode} {text}");
        var cookie = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : "";
        return (text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject(), cookie);
    }
}
