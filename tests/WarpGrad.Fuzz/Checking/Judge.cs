using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz.Checking;

/// <summary>Says what is wrong with an answer.</summary>
internal static class Judge
{
    private static readonly string[] Innards = ["   at WarpGrad.", "   at System.", "   at Microsoft.", "Npgsql", "System.", "WarpGrad.Api.", "WarpGrad.Data.", "SqlState"];

    /// <summary>The fault; null where there is none.</summary>
    public static string? Examine(Exchange exchange)
    {
        var request = exchange.Request;
        if (exchange.Status == 0)
            return request.MayBeCut ? null : "no answer";
        if (FuzzWorld.Canaries(request.Role, request.Operation).FirstOrDefault(canary => Holds(exchange, canary)) is { } leaked)
            return $"leak of '{leaked}'";
        if (exchange.Status >= 500)
            return "server error";
        if (exchange.Status < 400)
            return null;
        if (Innards.FirstOrDefault(part => exchange.Body.Contains(part, StringComparison.Ordinal)) is { } part)
            return $"the answer tells of the server's innards: '{part}'";
        // What the server refuses before it knows a request never reaches the application.
        if (request.MayBeBare && exchange.Body.Length == 0)
            return null;
        return (request.Method == "HEAD" ? null : Problem(exchange))
            ?? (exchange.Headers.Contains("X-Content-Type-Options: nosniff", StringComparison.OrdinalIgnoreCase) ? null : "an error without the security headers");
    }

    private static bool Holds(Exchange exchange, string canary) =>
        exchange.Body.Contains(canary, StringComparison.OrdinalIgnoreCase) || exchange.Headers.Contains(canary, StringComparison.OrdinalIgnoreCase);

    private static string? Problem(Exchange exchange)
    {
        if (exchange.ContentType != "application/problem+json")
            return "an error that is no problem details";
        try
        {
            return JsonNode.Parse(exchange.Body) is JsonObject problem && problem["status"]?.GetValue<int>() == exchange.Status
                && new[] { "title", "detail", "type" }.All(key => problem[key]?.GetValue<string>() is { Length: > 0 })
                ? null : "problem details without status, type, title or detail";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return "problem details that are not JSON";
        }
    }
}
