using System.Text.Json;

namespace WarpGrad.Data;

/// <summary>Reads records from jsonb columns.</summary>
public static class StoredJson
{
    // jsonb orders the keys of an object anew, so the kind of a picture need not come first.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>The record that a column holds.</summary>
    /// <param name="json">The column.</param>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidOperationException($"A stored {typeof(T).Name} is null.");
}
