using System.IO.Compression;
using SkiaSharp;

namespace WarpGrad.TestSupport;

/// <summary>Small line drawings, made from a seed: each class is a polyline, each image of it a slightly shaken copy.</summary>
public static class TinyImages
{
    private const int Side = 32;

    /// <summary>A zip of <c>wrap/alphabet/character/image.png</c>.</summary>
    public static byte[] Zip(int groups = 4, int classes = 6, int images = 8)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            for (var g = 0; g < groups; g++)
                for (var c = 0; c < classes; c++)
                    for (var i = 0; i < images; i++)
                        Add(zip, $"drawings/alphabet{g}/character{c:00}/{i:00}.png", Png(g * 100 + c, i));
        return bytes.ToArray();
    }

    /// <summary>Adds an entry to a zip.</summary>
    public static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }

    /// <summary>One image of a class as PNG.</summary>
    /// <param name="character">Which class.</param>
    /// <param name="drawer">Which copy of it.</param>
    public static byte[] Png(int character, int drawer) => Draw(character, drawer, SKColors.White, SKColors.Black);

    /// <summary>The same image as white lines on black.</summary>
    /// <param name="character">Which class.</param>
    /// <param name="drawer">Which copy of it.</param>
    public static byte[] Inverted(int character, int drawer) => Draw(character, drawer, SKColors.Black, SKColors.White);

    private static byte[] Draw(int character, int drawer, SKColor paper, SKColor ink)
    {
        var shape = new Random(character);
        var shake = new Random(character * 1000 + drawer);
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(paper);
        using var pen = new SKPaint { Color = ink, StrokeWidth = 2.5f, IsAntialias = true, Style = SKPaintStyle.Stroke };
        var last = Point(shape, shake);
        for (var line = 0; line < 4; line++)
        {
            var next = Point(shape, shake);
            canvas.DrawLine(last, next, pen);
            last = next;
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static SKPoint Point(Random shape, Random shake) =>
        new(4 + shape.Next(Side - 8) + shake.Next(-1, 2), 4 + shape.Next(Side - 8) + shake.Next(-1, 2));
}
