using System.Text.Json;
using System.Text.Json.Nodes;

namespace WarpGrad.Api.Infrastructure;

/// <summary>JSON objects of callers. They are read piece by piece, when somebody asks: what is wrong in them is looked for here, before that.</summary>
internal static class JsonObjects
{
    /// <summary>The object, when all of it can be read.</summary>
    /// <param name="given">As sent.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <exception cref="ApiProblem">A text in it is no text, or a key is in an object twice.</exception>
    public static JsonObject Whole(JsonObject given, string field)
    {
        try
        {
            Read(given);
            return given;
        }
        catch (InvalidOperationException)
        {
            throw ApiProblem.Invalid(field, $"'{field}' holds half of a character pair, which is no text.");
        }
        catch (ArgumentException)
        {
            throw ApiProblem.Invalid(field, $"'{field}' holds an object with the same key twice.");
        }
    }

    private static void Read(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject pairs:
                foreach (var (_, value) in pairs)
                    Read(value);
                break;
            case JsonArray values:
                foreach (var value in values)
                    Read(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
