using System.Text.Json;

namespace WarpGrad.Client.Http;

/// <summary>How answers and events are read.</summary>
public static class WireJson
{
    /// <summary>
    /// The web's defaults; and the name of a picture's kind may stand anywhere among its fields, because the database that keeps pictures
    /// orders fields in its own way.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };
}
