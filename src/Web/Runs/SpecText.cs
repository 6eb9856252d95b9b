using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Runs;

/// <summary>Something wrong in the text of a run spec.</summary>
/// <param name="Line">Line, from 1; null where no line can be named.</param>
/// <param name="Path">Dotted path of the field; empty where it is none.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record SpecTextError(int? Line, string Path, string Message);

/// <summary>Reads a run spec as people type it, and says where it is wrong.</summary>
public static class SpecText
{
    /// <summary>Reads the text; what is absent takes its default.</summary>
    /// <param name="text">The text.</param>
    /// <param name="errors">What keeps it from being read; empty when it was.</param>
    /// <returns>The spec with all its fields; null when it cannot be read.</returns>
    public static RunSpec? Read(string text, out IReadOnlyList<SpecTextError> errors)
    {
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException wrong)
        {
            errors = [new SpecTextError((int?)wrong.LineNumber + 1, "", RunsTexts.NotJson.With(Sentence(wrong)))];
            return null;
        }

        if (SpecJson.TryRead(document, out var error) is { } spec)
        {
            errors = [];
            return spec;
        }

        errors = [new SpecTextError(LineOf(text, error!.Path), error.Path, error.Message)];
        return null;
    }

    /// <summary>Line, from 1, on which the value of a field stands; null where the text does not have it.</summary>
    /// <param name="text">JSON, well formed up to that field.</param>
    /// <param name="path">Dotted path of the field.</param>
    public static int? LineOf(string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        var names = new Stack<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var from = reader.TokenStartIndex;
                names.Push(reader.GetString()!);
                if (string.Equals(string.Join('.', names.Reverse()), path, StringComparison.OrdinalIgnoreCase))
                    return 1 + bytes.AsSpan(0, (int)from).Count((byte)'\n');
            }
            else if (names.Count > 0 && reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                names.Pop();
            }
        }

        return null;
    }

    // The reader's own sentence ends in the place, which stands before it here, counted as editors count.
    private static string Sentence(JsonException wrong)
    {
        var end = wrong.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end > 0 ? wrong.Message[..end] : wrong.Message;
    }
}
