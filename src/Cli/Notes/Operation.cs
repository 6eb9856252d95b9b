using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WarpGrad.Cli.Notes;

/// <summary>A call of the API, as the installation's OpenAPI document describes it.</summary>
/// <param name="Tag">What it belongs to.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Address below <c>/api/v1</c>, with places in braces.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Query">What may stand behind the address, and whether it must.</param>
/// <param name="Fields">Fields of the body; those of a form are said to be of one.</param>
/// <param name="ReadsJson">Whether it only reads, and answers with JSON.</param>
internal sealed partial record Operation(
    string Tag, string Method, string Path, string Summary, IReadOnlyList<(string Name, bool Required)> Query, string Fields, bool ReadsJson)
{
    private const string Root = "/api/v1";

    // How an upload is done is shown as a whole; these only help with it.
    private static readonly string[] NotForPrograms = ["HEAD", "OPTIONS"];

    /// <summary>The calls of a document, in its order.</summary>
    /// <param name="document">An OpenAPI document.</param>
    public static IReadOnlyList<Operation> Read(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           where path.Key.StartsWith(Root, StringComparison.Ordinal)
           from method in path.Value!.AsObject()
           let name = method.Key.ToUpperInvariant()
           where !NotForPrograms.Contains(name)
           select Read(document, name, path.Key[Root.Length..], method.Value!),
    ];

    /// <summary>The places of the address: what stands in braces, and the collection that an <c>id</c> belongs to.</summary>
    public IEnumerable<(string Place, string Collection)> Places =>
        PlacePattern().Matches(Path).Select(match => (match.Groups["place"].Value, match.Groups["collection"].Value));

    private static Operation Read(JsonNode document, string method, string path, JsonNode operation)
    {
        var query = (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "query")
            .Select(parameter => (Lower((string)parameter!["name"]!), (bool?)parameter["required"] == true));
        var answers = operation["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').ToList();
        return new Operation(
            (string)operation["tags"]![0]!, method, path, (string?)operation["summary"] ?? "", [.. query], Body(document, operation["requestBody"]?["content"]),
            method == "GET" && answers.All(answer => answer.Value!["content"]?["application/json"] is not null));
    }

    private static string Body(JsonNode document, JsonNode? content)
    {
        if (content?["application/json"]?["schema"] is { } json)
            return string.Join(", ", Properties(document, json));
        return content?["multipart/form-data"] is null ? "" : "a form with a file";
    }

    private static IEnumerable<string> Properties(JsonNode document, JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!;
        return schema["properties"]?.AsObject().Select(property => property.Key) ?? [];
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"(?<collection>[a-z-]+)/\{(?<place>\w+)(:\w+)?\}|\{(?<place>\w+)(:\w+)?\}")]
    private static partial Regex PlacePattern();
}
