using System.Globalization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Api.Datasets;

/// <summary>The text fields of an upload.</summary>
internal sealed record DatasetUpload(string Name, string Description, int Side, ImageColor Color)
{
    /// <summary>Names of the fields; they come before the file, so that the file can be streamed.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["name", "description", "size", "color"];

    /// <summary>Reads the fields.</summary>
    /// <exception cref="ApiProblem">One of them is refused.</exception>
    public static DatasetUpload Parse(IReadOnlyDictionary<string, string> fields)
    {
        var name = DatasetTexts.Name(fields.GetValueOrDefault("name"));
        var description = DatasetTexts.Description(fields.GetValueOrDefault("description"));
        if (!int.TryParse(fields.GetValueOrDefault("size", "28"), NumberStyles.None, CultureInfo.InvariantCulture, out var side) || side < 8 || side > Limits.ImageSide)
            throw ApiProblem.Invalid("size", $"'size' is the side of the stored images, 8 to {Limits.ImageSide} pixels.");
        var color = fields.GetValueOrDefault("color", "grey") switch
        {
            "grey" => ImageColor.Grey,
            "rgb" => ImageColor.Rgb,
            _ => throw ApiProblem.Invalid("color", "'color' is 'grey' or 'rgb'."),
        };
        return new DatasetUpload(name, description, side, color);
    }
}
