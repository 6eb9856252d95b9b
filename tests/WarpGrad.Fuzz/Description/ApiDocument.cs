using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.Description;

/// <summary>The installation's own description of its API, as far as requests can be made from it.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options"];
    private readonly JsonObject _root;

    private ApiDocument(JsonObject root)
    {
        _root = root;
        Operations =
        [
            .. from path in root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               where Methods.Contains(method.Key)
               select Read(path.Key, method.Key, path.Value.AsObject(), method.Value!.AsObject()),
        ];
    }

    /// <summary>Everything that can be called.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Reads an OpenAPI 3.1 document.</summary>
    public static ApiDocument Parse(JsonObject root) => new(root);

    /// <summary>A schema with its reference followed.</summary>
    public JsonObject Resolve(JsonNode? schema)
    {
        var found = schema as JsonObject ?? [];
        while (found["$ref"]?.GetValue<string>() is { } reference)
            found = (JsonObject)reference[2..].Split('/').Aggregate((JsonNode)_root, (node, key) => node[key]!);
        return found;
    }

    private Operation Read(string path, string method, JsonObject shared, JsonObject operation)
    {
        var parameters = new[] { shared["parameters"], operation["parameters"] }.OfType<JsonArray>()
            .SelectMany(list => list).Select(Resolve)
            .Select(p => new Parameter(p["name"]!.GetValue<string>(), p["in"]!.GetValue<string>(), p["required"]?.GetValue<bool>() ?? false, Resolve(p["schema"])));
        var contents = Resolve(operation["requestBody"])["content"] as JsonObject ?? [];
        return new Operation(method.ToUpperInvariant(), path, [.. parameters], contents.ToDictionary(content => content.Key, content => Resolve(content.Value!["schema"])));
    }
}
