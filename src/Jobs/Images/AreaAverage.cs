using SkiaSharp;

namespace WarpGrad.Jobs.Images;

/// <summary>
/// Scales by averaging the source area under each target pixel. Shrinking line drawings needs this:
/// point-like filters lose thin strokes.
/// </summary>
internal static class AreaAverage
{
    /// <summary>Scales a part of an image.</summary>
    /// <param name="source">RGBA rows, premultiplied.</param>
    /// <param name="rowBytes">Bytes of a source row.</param>
    /// <param name="crop">Part to scale.</param>
    /// <param name="channels">1 for grey (Rec. 601 luma), 3 for RGB.</param>
    /// <param name="height">Target rows.</param>
    /// <param name="width">Target columns.</param>
    /// <param name="target">uint8 [channels, height, width].</param>
    public static void Scale(ReadOnlySpan<byte> source, int rowBytes, SKRectI crop, int channels, int height, int width, Span<byte> target)
    {
        var columns = Weights(crop.Left, crop.Width, width);
        var rows = Weights(crop.Top, crop.Height, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                double red = 0, green = 0, blue = 0;
                foreach (var (row, rowWeight) in rows[y])
                    foreach (var (column, columnWeight) in columns[x])
                    {
                        var at = row * rowBytes + column * 4;
                        var weight = rowWeight * columnWeight;
                        // Premultiplied colour over white: what is transparent becomes paper.
                        var paper = byte.MaxValue - source[at + 3];
                        red += weight * (source[at] + paper);
                        green += weight * (source[at + 1] + paper);
                        blue += weight * (source[at + 2] + paper);
                    }

                var place = y * width + x;
                if (channels == 1)
                    target[place] = ToByte(0.299 * red + 0.587 * green + 0.114 * blue);
                else
                    (target[place], target[place + height * width], target[place + 2 * height * width]) = (ToByte(red), ToByte(green), ToByte(blue));
            }
    }

    /// <summary>For each target index, the source indices under it and their shares, which sum to one.</summary>
    private static (int Index, double Weight)[][] Weights(int start, int sourceLength, int targetLength)
    {
        var scale = (double)sourceLength / targetLength;
        return [.. Enumerable.Range(0, targetLength).Select(target =>
        {
            var (from, until) = (target * scale, (target + 1) * scale);
            var last = Math.Min((int)Math.Ceiling(until), sourceLength);
            return Enumerable.Range((int)from, last - (int)from)
                .Select(index => (start + index, (Math.Min(index + 1, until) - Math.Max(index, from)) / scale))
                .Where(pair => pair.Item2 > 0)
                .ToArray();
        })];
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(value), 0, byte.MaxValue);
}
