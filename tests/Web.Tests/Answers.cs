using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Client;

namespace WarpGrad.Web.Tests;

/// <summary>A server that knows a few answers by their address, and keeps what was sent to it. All else is not found.</summary>
public sealed class Answers : HttpMessageHandler
{
    private readonly Dictionary<string, object> _known = [];

    /// <summary>What was asked, in order, such as <c>GET runs/recipes?team=stable</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Bodies that were sent, in order.</summary>
    public List<JsonNode> Sent { get; } = [];

    /// <summary>Sets the answer to a request; one with a query is asked for first, then the address alone. A problem is a refusal, and a task comes when it is done.</summary>
    /// <param name="request">Method and address below <c>api/v1</c>.</param>
    public object this[string request]
    {
        set => _known[request] = value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery.Replace("/api/v1/", "", StringComparison.Ordinal)}";
        Asked.Add(asked);
        if (request.Content is not null && request.Content.Headers.ContentType?.MediaType == "application/json")
            Sent.Add(JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!);
        if (!_known.TryGetValue(asked, out var answer) && !_known.TryGetValue(asked.Split('?')[0], out answer))
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        if (answer is Task<object> later)
            answer = await later.WaitAsync(cancellationToken);
        var status = answer is Problem { Status: { } refused } ? (HttpStatusCode)refused : HttpStatusCode.OK;
        return new HttpResponseMessage(status) { Content = JsonContent.Create(answer, answer.GetType()) };
    }
}
