using System.Text.Json;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Inspections;

namespace WarpGrad.Engine.Inspection;

/// <summary>An inspection as it stands in a model file's metadata.</summary>
internal static class InspectionJson
{
    private const int LongestJson = 300_000, MostEntries = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes an inspection.</summary>
    /// <param name="inspection">The inspection.</param>
    public static string Write(WarpInspection inspection) => JsonSerializer.Serialize(inspection, Json);

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is something else, for a model works without.</summary>
    /// <param name="json">The text.</param>
    public static WarpInspection? Read(string json)
    {
        try
        {
            return json.Length <= LongestJson && JsonSerializer.Deserialize<WarpInspection>(json, Json) is { } inspection && IsWhole(inspection)
                ? inspection with { Source = InspectionSource.Training }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // No annotation keeps entries of lists from being null.
    private static bool IsWhole(WarpInspection inspection) =>
        inspection.Warps.Count <= MostEntries && inspection.Layers.Count <= MostEntries
        && !inspection.Warps.Contains(null!) && !inspection.Layers.Contains(null!) && !inspection.Notes.Contains(null!)
        && inspection.Warps.All(warp => warp.Jacobian?.Spectrum.Contains(null!) != true);
}
