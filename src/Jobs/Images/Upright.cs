using SkiaSharp;

namespace WarpGrad.Jobs.Images;

/// <summary>
/// Turns and mirrors pixels the way that a file says they are to be shown. Cameras store what their sensor saw, however they were held,
/// and every viewer turns it; what is learned from or asked about has to be what people see.
/// </summary>
internal static class Upright
{
    /// <summary>Whether the rows of the file are the columns of what is shown.</summary>
    /// <param name="origin">Where the first row and the first column of the file are shown.</param>
    public static bool IsSideways(SKEncodedOrigin origin) => origin is
        SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Pixels as they are shown.</summary>
    /// <param name="stored">uint8 [channels, rows, columns] as in the file; rows and columns are exchanged where it lies on its side.</param>
    /// <param name="origin">Where the first row and the first column of the file are shown.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows shown.</param>
    /// <param name="width">Columns shown.</param>
    /// <returns>uint8 [channels, height, width].</returns>
    public static byte[] Show(byte[] stored, SKEncodedOrigin origin, int channels, int height, int width)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return stored;
        var columns = IsSideways(origin) ? height : width;
        var shown = new byte[stored.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (row, column) = Source(origin, y, x, height - 1 - y, width - 1 - x);
                for (var plane = 0; plane < channels * height * width; plane += height * width)
                    shown[plane + y * width + x] = stored[plane + row * columns + column];
            }

        return shown;
    }

    /// <summary>Where in the file a shown pixel lies, by its distances from the four borders.</summary>
    private static (int Row, int Column) Source(SKEncodedOrigin origin, int top, int left, int bottom, int right) => origin switch
    {
        SKEncodedOrigin.TopRight => (top, right),
        SKEncodedOrigin.BottomRight => (bottom, right),
        SKEncodedOrigin.BottomLeft => (bottom, left),
        SKEncodedOrigin.LeftTop => (left, top),
        SKEncodedOrigin.RightTop => (right, top),
        SKEncodedOrigin.RightBottom => (right, bottom),
        SKEncodedOrigin.LeftBottom => (left, bottom),
        _ => (top, left),
    };
}
