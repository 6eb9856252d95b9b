using WarpGrad.Contracts.Adaptations;
using WarpGrad.Engine.Learners;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Turns callers' image files into the pixels that a model takes; a refusal names the image.</summary>
internal static class PackedPixels
{
    /// <summary>Support images, uint8 [n, channels, height, width].</summary>
    public static byte[] OfSupport(IReadOnlyList<SupportExample> support, ImageShape shape) =>
        Pack(support.Select((example, n) => (example.Image!, $"support image {n + 1} ('{example.Label}')")), shape);

    /// <summary>Query images, uint8 [n, channels, height, width].</summary>
    public static byte[] OfQueries(IReadOnlyList<QueryExample> queries, ImageShape shape) =>
        Pack(queries.Select(query => (query.Image!, $"query image '{query.Id}'")), shape);

    private static byte[] Pack(IEnumerable<(byte[] File, string Which)> images, ImageShape shape)
    {
        using var packed = new MemoryStream();
        foreach (var (file, which) in images)
            try
            {
                packed.Write(ImageReader.Read(file, shape.Channels, shape.Height, shape.Width));
            }
            catch (ImageRefusedException refused)
            {
                throw new ImageRefusedException($"The {which} {refused.Message}");
            }

        return packed.ToArray();
    }
}
