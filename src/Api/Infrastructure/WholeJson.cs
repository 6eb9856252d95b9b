using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WarpGrad.Api.Infrastructure;

/// <summary>
/// Reads free JSON of callers as a whole. By itself the library reads it piece by piece, when somebody asks, and what is wrong in it
/// then ends as an error of the server; so does a value of another kind than the one that was asked for.
/// </summary>
/// <typeparam name="T">The kind asked for.</typeparam>
internal sealed class WholeJson<T> : JsonConverter<T> where T : JsonNode
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            var read = JsonNode.Parse(ref reader, AnyCase) as T ?? throw new JsonException();
            Ask(read);
            return read;
        }
        // Half of a character pair, and a key that is in an object twice.
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new JsonException(null, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => value.WriteTo(writer, options);

    private static void Ask(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject pairs:
                foreach (var (_, value) in pairs)
                    Ask(value);
                break;
            case JsonArray values:
                foreach (var value in values)
                    Ask(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
