using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>The one way from stored bytes to a network's input.</summary>
public static class PixelScale
{
    /// <summary>Maps 0 … 255 to [0, 1].</summary>
    /// <param name="pixels">Bytes as stored.</param>
    /// <param name="target">Receives as many floats.</param>
    /// <param name="invert">Whether white becomes 0, which is also what convolutions see beyond the border.</param>
    public static void ToFloat(ReadOnlySpan<byte> pixels, Span<float> target, bool invert)
    {
        var (scale, offset) = invert ? (-1f / 255, 1f) : (1f / 255, 0f);
        for (var i = 0; i < pixels.Length; i++)
            target[i] = pixels[i] * scale + offset;
    }

    /// <summary>The way back, for showing.</summary>
    /// <param name="value">A value of an image that may have been augmented.</param>
    /// <param name="inverted">Whether images are inverted on the way in.</param>
    public static byte ToByte(float value, bool inverted) => (byte)Math.Round(255 * Math.Clamp(inverted ? 1 - value : value, 0, 1));

    /// <summary>
    /// Images as a tensor [n, channels, height, width]. On the CPU their channels lie innermost in memory: pooling and normalisation are
    /// several times faster that way. A GPU's kernels like them outermost. Every later activation keeps the order.
    /// </summary>
    /// <param name="pixels">Images [n, channels, height, width].</param>
    /// <param name="image">Shape of one.</param>
    /// <param name="place">Where the tensor is to live.</param>
    public static Tensor ToTensor(float[] pixels, ImageShape image, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        var (channels, height, width) = image;
        var count = pixels.Length / image.Size;
        var images = place.Put(torch.tensor(pixels, [count, channels, height, width]));
        if (images.device_type != DeviceType.CPU)
            return images.MoveToOuterDisposeScope();
        return images.permute(0, 2, 3, 1).contiguous()
            .as_strided([count, channels, height, width], [image.Size, 1, width * channels, channels]).clone().MoveToOuterDisposeScope();
    }
}
