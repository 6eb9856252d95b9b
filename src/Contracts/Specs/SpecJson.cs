using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Reads and writes <see cref="RunSpec"/> documents. Unknown keys are errors: a mistyped setting must not be ignored.</summary>
public static class SpecJson
{
    /// <summary>Options under which every spec is read and written.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
    };

    /// <summary>Writes a spec, defaults included, so that it means the same under later versions.</summary>
    /// <param name="spec">The spec.</param>
    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, Options);

    /// <summary>Reads a spec; absent fields take their defaults.</summary>
    /// <param name="json">The document.</param>
    /// <param name="error">What is wrong, when null is returned.</param>
    public static RunSpec? TryRead(JsonNode? json, out SpecError? error)
    {
        error = null;
        try
        {
            if (json.Deserialize<RunSpec>(Options) is { } spec)
                return spec;
            error = new SpecError("", "A run spec must be a JSON object.");
        }
        catch (JsonException exception)
        {
            error = SpecHints.Explain(json, (exception.Path ?? "").TrimStart('$', '.'));
        }

        return null;
    }

    /// <summary>The value of a field, null where there is none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">Dotted path of the field.</param>
    public static JsonNode? At(JsonNode? document, string path) =>
        path.Split('.').Aggregate(document, (node, name) => (node as JsonObject)?[name]);

    /// <summary>
    /// Lays <paramref name="overrides"/> over <paramref name="document"/>: objects merge, everything else replaces. Keys are the same whatever
    /// their case, as they are when a spec is read: a second object of the same name would put the first one's fields back to their defaults.
    /// </summary>
    /// <param name="document">The lower document; not changed.</param>
    /// <param name="overrides">What replaces parts of it.</param>
    public static JsonObject Merge(JsonObject document, JsonObject overrides)
    {
        var merged = document.DeepClone().AsObject();
        var names = merged.Select(pair => pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in overrides)
        {
            var name = names.TryGetValue(key, out var known) ? known : key;
            merged[name] = value is JsonObject inner && merged[name] is JsonObject below ? Merge(below, inner) : value?.DeepClone();
        }

        return merged;
    }
}
