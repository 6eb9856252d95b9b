using System.Text.Json.Nodes;
using WarpGrad.Fuzz.Description;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Bodies as their schema wants them.</summary>
internal sealed class JsonMaker(ApiDocument document, FuzzWorld world, Things things, Random random, int number)
{
    private const int Deepest = 6;

    /// <summary>The body of an operation.</summary>
    public JsonNode? Body(string operation, JsonObject schema) => operation switch
    {
        "POST /api/v1/teams/{team}/runs" => Run(),
        _ when operation.EndsWith("/fork", StringComparison.Ordinal) => new JsonObject { ["team"] = things.Realm.Team, ["name"] = $"Fork {number}", ["overrides"] = Overrides() },
        _ when operation.EndsWith("/access-requests", StringComparison.Ordinal) => new JsonObject { ["team"] = world.Outside.Team, ["message"] = $"Request {number}" },
        _ when operation.EndsWith("/adapt-and-predict", StringComparison.Ordinal) && random.Next(4) > 0 => random.Next(2) == 0 ? Bodies.Curve() : Bodies.Images(),
        _ => Value(schema, "", 0),
    };

    private JsonObject Run()
    {
        if (random.Next(2) == 0)
            return new JsonObject { ["name"] = $"Run {number}", ["recipe"] = random.Next(2) == 0 ? "sinusoid" : "omniglot-5way", ["overrides"] = Overrides() };
        var spec = world.Spec.DeepClone().AsObject();
        return random.Next(2) == 0 ? spec : new JsonObject { ["name"] = $"Run {number}", ["spec"] = spec };
    }

    private JsonObject Overrides() => Bodies.QuickOverrides(random.Next(2) == 0 ? things.Take("dataset") : null);

    private JsonNode? Value(JsonNode? given, string name, int depth)
    {
        var schema = document.Resolve(given);
        if (schema["enum"] is JsonArray words)
            return words[random.Next(words.Count)]?.DeepClone();
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
            return Value(Nasty.Pick([.. choices.Where(choice => (string?)document.Resolve(choice)["type"] != "null")], random), name, depth);
        return Type(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, name, depth),
            "integer" => Integer(name),
            "number" => random.Next(-20, 20) / 10.0,
            "boolean" => random.Next(2) == 0,
            _ => Text(schema, name),
        };
    }

    private static string Type(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()).First(type => type != "null"),
        JsonNode one => one.GetValue<string>(),
        null => schema.ContainsKey("properties") ? "object" : "string",
    };

    private JsonObject Object(JsonObject schema, int depth)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(key => key!.GetValue<string>()).ToHashSet();
        var made = new JsonObject();
        if (depth > Deepest)
            return made;
        foreach (var (key, value) in schema["properties"] as JsonObject ?? [])
            if (required.Contains(key) || random.Next(10) < 7)
                made[key] = Value(value, key, depth + 1);
        return made;
    }

    private JsonArray Array(JsonObject schema, string name, int depth) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(schema["items"], name, depth + 1))];

    private JsonNode Integer(string name) => name switch
    {
        "alphabets" or "drawers" => 3,
        "characters" => 6,
        "side" => 16,
        "expiresInDays" => 7,
        "version" => 1,
        "part" => 0,
        _ => random.Next(4),
    };

    private JsonNode Text(JsonObject schema, string name) => things.InBody(name, number) ?? (string?)schema["format"] switch
    {
        "uuid" => things.Take("run"),
        "date-time" => "2026-01-01T00:00:00Z",
        "byte" => Bodies.Png,
        _ => name == "image" ? Bodies.Png : $"text {number}",
    };
}
