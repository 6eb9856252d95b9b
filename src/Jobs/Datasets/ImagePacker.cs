using System.IO.Compression;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Presets;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Unpacks the images of a zip into one packed pixel file.</summary>
internal static class ImagePacker
{
    /// <summary>Writes uint8 [images, channels, side, side], classes consecutive.</summary>
    /// <exception cref="ImportRefusedException">An image cannot be read, and the message names its entry; or the pixels are too many.</exception>
    public static async Task<PackedDataset> PackAsync(
        IReadOnlyList<ZipClass> classes, int channels, int side, Stream pixels, CancellationToken cancellation)
    {
        CheckSize(classes.Sum(c => c.Images.Count), channels, side);
        var (rule, packed) = Split(classes);
        using var writer = new PixelWriter(pixels, channels, side, rule);
        foreach (var (c, source) in packed)
        {
            writer.Begin(c);
            foreach (var entry in source.Images)
            {
                cancellation.ThrowIfCancellationRequested();
                await writer.AddAsync(Read(entry, channels, side), cancellation);
            }
        }

        return new PackedDataset(writer.Finish(), channels, rule, [.. packed.Select(c => c.Packed)]);
    }

    private static (SplitRule Rule, IReadOnlyList<(PackedClass Packed, ZipClass Source)> Classes) Split(IReadOnlyList<ZipClass> classes)
    {
        (string Group, string Name)[] names = [.. classes.Select(c => (c.Group, c.Name))];
        var (rule, splits) = classes.All(c => c.Split is not null)
            ? (SplitRule.Upload, [.. classes.Select(c => c.Split!.Value)])
            : SplitChooser.Choose(names);
        // Multi-shot tasks take a group each; tieredImageNet's are published, but its folders do not show them.
        var groups = PublishedSplit.TieredImageNet.TryGroup(names, splits) ?? [.. names.Select(c => c.Group)];
        var packed = classes.Index().Select(c => (new PackedClass(groups[c.Index], c.Item.Name, splits[c.Index], c.Item.Images.Count), c.Item));
        return (rule, [.. packed.OrderBy(c => c.Item1.Group, StringComparer.Ordinal).ThenBy(c => c.Item1.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Training holds the pixels of a dataset in one array.</summary>
    private static void CheckSize(int images, int channels, int side)
    {
        var bytes = (long)images * channels * side * side;
        if (bytes > Array.MaxLength)
            throw new ImportRefusedException(
                $"Scaled to {side}×{side}{(channels > 1 ? " in colour" : "")}, the {images} images have {bytes} bytes; a dataset has at most {Array.MaxLength}: send fewer images, or choose a smaller size{(channels > 1 ? " or grey" : "")}.");
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
