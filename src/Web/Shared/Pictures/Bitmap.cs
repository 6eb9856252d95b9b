using System.Buffers.Binary;

namespace WarpGrad.Web.Shared.Pictures;

/// <summary>Makes images that a page can show without a server: BMP, which needs no compression, as a data address.</summary>
public static class Bitmap
{
    private const int HeaderBytes = 54, InfoBytes = 40, BitsPerPixel = 24;

    /// <summary>Draws an image.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="pixel">Colour at a column and a row from the top.</param>
    public static string Address(int width, int height, Func<int, int, Rgb> pixel)
    {
        // Rows are padded to whole words and stored from the bottom up.
        var stride = (width * 3 + 3) / 4 * 4;
        var bytes = new byte[HeaderBytes + stride * height];
        Header(bytes, width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var color = pixel(x, y);
                var at = HeaderBytes + (height - 1 - y) * stride + x * 3;
                (bytes[at], bytes[at + 1], bytes[at + 2]) = (color.B, color.G, color.R);
            }

        return "data:image/bmp;base64," + Convert.ToBase64String(bytes);
    }

    private static void Header(Span<byte> bytes, int width, int height)
    {
        (bytes[0], bytes[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(bytes[2..], bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[10..], HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[14..], InfoBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[18..], width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[22..], height);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[28..], BitsPerPixel);
    }
}

/// <summary>A colour.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>A colour on the way to another.</summary>
    /// <param name="other">The other.</param>
    /// <param name="share">How far, 0 to 1.</param>
    public Rgb Towards(Rgb other, double share) => new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
