using System.IO.Compression;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Unpacks the images of a zip into one packed pixel file.</summary>
internal static class ImagePacker
{
    /// <summary>Writes uint8 [images, channels, side, side], classes consecutive.</summary>
    /// <exception cref="ImportRefusedException">An image cannot be read; the message names its entry.</exception>
    public static async Task<PackedDataset> PackAsync(
        IReadOnlyList<ZipClass> classes, int channels, int side, Stream pixels, CancellationToken cancellation)
    {
        var (rule, packed) = Split(classes);
        using var writer = new PixelWriter(pixels, channels, side, rule);
        foreach (var (c, source) in packed.Zip(classes))
        {
            writer.Begin(c);
            foreach (var entry in source.Images)
            {
                cancellation.ThrowIfCancellationRequested();
                await writer.AddAsync(Read(entry, channels, side), cancellation);
            }
        }

        return new PackedDataset(writer.Finish(), channels, rule, packed);
    }

    private static (SplitRule Rule, IReadOnlyList<PackedClass> Classes) Split(IReadOnlyList<ZipClass> classes)
    {
        var (rule, splits) = classes.All(c => c.Split is not null)
            ? (SplitRule.Upload, [.. classes.Select(c => c.Split!.Value)])
            : SplitChooser.Choose([.. classes.Select(c => (c.Group, c.Name))]);
        return (rule, [.. classes.Zip(splits, (c, split) => new PackedClass(c.Group, c.Name, split, c.Images.Count))]);
    }

    private static byte[] Read(ZipArchiveEntry entry, int channels, int side)
    {
        try
        {
            return ImageReader.Read(ZipEntryBytes.Read(entry, Limits.ImageBytes), channels, side, side);
        }
        catch (ImageRefusedException refused)
        {
            throw new ImportRefusedException($"The image '{entry.FullName}' {refused.Message}");
        }
    }
}
