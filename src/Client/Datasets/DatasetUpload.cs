using System.Globalization;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Client.Datasets;

/// <summary>What is said about a zip of class folders when it is uploaded.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Description">Free text.</param>
/// <param name="Size">Side in pixels that every image is scaled to, 8 to 84.</param>
/// <param name="Color">Colours it is stored in.</param>
public sealed record DatasetUpload(string Name, string Description = "", int Size = 28, ImageColor Color = ImageColor.Grey)
{
    /// <summary>The fields as they are sent.</summary>
    internal IEnumerable<(string Name, string Value)> Fields() =>
    [
        ("name", Name), ("description", Description), ("size", Size.ToString(CultureInfo.InvariantCulture)), ("color", Color == ImageColor.Rgb ? "rgb" : "grey"),
    ];
}
