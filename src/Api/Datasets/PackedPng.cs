using SkiaSharp;

namespace WarpGrad.Api.Datasets;

/// <summary>Encodes packed pixels for browsers.</summary>
internal static class PackedPng
{
    private const int Gap = 2;

    /// <summary>Lays images side by side in one PNG.</summary>
    /// <param name="pixels">uint8 [count, channels, height, width].</param>
    /// <param name="count">Number of images.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int count, int channels, int height, int width)
    {
        var plane = height * width;
        using var bitmap = new SKBitmap((width + Gap) * count - Gap, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var target = bitmap.GetPixelSpan();
        for (var image = 0; image < count; image++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var source = image * channels * plane + y * width + x;
                    var at = y * bitmap.RowBytes + (image * (width + Gap) + x) * 4;
                    for (var color = 0; color < 3; color++)
                        target[at + color] = pixels[source + (channels == 1 ? 0 : color * plane)];
                    target[at + 3] = byte.MaxValue;
                }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }
}
