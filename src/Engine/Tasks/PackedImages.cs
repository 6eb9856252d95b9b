using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>A class of a dataset: a run of consecutive images.</summary>
/// <param name="Group">Group of the class (an alphabet), empty where there are none.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Split">The split it belongs to.</param>
/// <param name="FirstImage">Index of its first image.</param>
/// <param name="ImageCount">Number of its images.</param>
public sealed record ImageClass(string Group, string Name, ClassSplit Split, int FirstImage, int ImageCount);

/// <summary>Decoded images, uint8 [n, channels, height, width] in class order, with the table of their classes.</summary>
public sealed class PackedImages
{
    /// <summary>Joins pixels and class table.</summary>
    /// <param name="pixels">All images, one after the other.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="classes">Classes; each image must lie within <paramref name="pixels"/>.</param>
    /// <param name="hash">Content hash of the dataset version; training states are bound to it.</param>
    public PackedImages(ReadOnlyMemory<byte> pixels, int channels, int height, int width, IReadOnlyList<ImageClass> classes, string hash)
    {
        Image = new ImageShape(channels, height, width);
        (Pixels, Classes, Hash) = (pixels, classes, hash);
        var images = pixels.Length / Image.Size;
        if (images * Image.Size != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes are no whole number of images of {Image.Size} bytes.", nameof(pixels));
        if (classes.FirstOrDefault(c => c.FirstImage < 0 || c.ImageCount < 0 || c.FirstImage > images - c.ImageCount) is { } outside)
            throw new ArgumentException($"Class '{outside.Name}' has images beyond the last of {images}.", nameof(classes));
    }

    /// <summary>Shape of every image.</summary>
    public ImageShape Image { get; }

    /// <summary>All pixels.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The classes in image order.</summary>
    public IReadOnlyList<ImageClass> Classes { get; }

    /// <summary>Content hash of the dataset version.</summary>
    public string Hash { get; }

    /// <summary>Pixels of one image.</summary>
    /// <param name="index">Index of the image.</param>
    public ReadOnlySpan<byte> this[int index] => Pixels.Span.Slice(index * Image.Size, Image.Size);
}
