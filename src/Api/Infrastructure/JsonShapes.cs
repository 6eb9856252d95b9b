using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace WarpGrad.Api.Infrastructure;

/// <summary>What a body of JSON may hold at a place, in words for whoever wrote something else there.</summary>
internal static partial class JsonShapes
{
    /// <summary>Why a place of a body cannot be read: what it takes, or that there is no such key and which there are.</summary>
    /// <param name="body">What the body is read as.</param>
    /// <param name="path">Place as the reader of JSON tells it, such as <c>$.support[0].label</c>.</param>
    /// <param name="options">How the body is read.</param>
    public static string Explain(Type body, string path, JsonSerializerOptions options)
    {
        var (shape, parent) = (options.GetTypeInfo(body), "the body");
        foreach (Match step in Step().Matches(path))
        {
            var here = path[..(step.Index + step.Length)].TrimStart('$', '.');
            if (shape.Kind == JsonTypeInfoKind.Object)
            {
                var keys = Keys(shape).ToDictionary(key => key.Name, StringComparer.OrdinalIgnoreCase);
                if (!keys.TryGetValue(step.Groups["key"].Value, out var key))
                    return $"There is no '{here}': {parent} takes {Keys(keys.Keys)}.";
                shape = options.GetTypeInfo(key.PropertyType);
            }
            else if (shape.ElementType is { } element)
            {
                shape = options.GetTypeInfo(element);
            }
            else
            {
                break;
            }

            parent = $"'{here}'";
        }

        return $"{char.ToUpperInvariant(parent[0])}{parent[1..]} takes {Takes(shape)}.";
    }

    private static IEnumerable<JsonPropertyInfo> Keys(JsonTypeInfo shape) => shape.Properties.Where(key => key.Set is not null || key.AssociatedParameter is not null);

    private static string Keys(IReadOnlyCollection<string> names) => names.Count == 0 ? "no keys" : $"the keys {string.Join(", ", names)}";

    private static string Takes(JsonTypeInfo shape) => shape.Kind switch
    {
        JsonTypeInfoKind.Object => $"an object with {Keys([.. Keys(shape).Select(key => key.Name)])}",
        JsonTypeInfoKind.Enumerable => $"a list of which each entry is {Takes(shape.Options.GetTypeInfo(shape.ElementType!))}",
        JsonTypeInfoKind.Dictionary => "an object",
        _ => Takes(Nullable.GetUnderlyingType(shape.Type) ?? shape.Type),
    };

    private static string Takes(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) || type == typeof(float) => "a number",
        _ when type == typeof(Guid) => "an id",
        _ when type == typeof(byte[]) => "bytes as base64",
        _ when type == typeof(DateTimeOffset) => "a time, such as 2026-01-31T12:00:00Z",
        _ when type == typeof(JsonObject) => "an object",
        _ => "a value of another kind",
    };

    [GeneratedRegex(@"\.(?<key>[^.\[]+)|\['(?<key>.*?)'\]|\[\d+\]")]
    private static partial Regex Step();
}
