using SkiaSharp;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Tests;

/// <summary>From image files to packed pixels.</summary>
public sealed class ImageReaderTests
{
    [Fact]
    public void Scaling_down_averages_the_area_under_each_pixel()
    {
        var pixels = ImageReader.Read(Png(4, 4, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black), 1, 2, 2);

        Assert.All(pixels, value => Assert.InRange(value, 127, 128));
    }

    [Fact]
    public void Scaling_by_a_broken_factor_keeps_the_mean()
    {
        var pixels = ImageReader.Read(Png(105, 105, (x, _) => x < 35 ? SKColors.White : SKColors.Black), 1, 28, 28);

        Assert.InRange(pixels.Average(value => value), 255.0 / 3 - 1, 255.0 / 3 + 1);
    }

    [Fact]
    public void Colours_are_stored_plane_by_plane()
    {
        var pixels = ImageReader.Read(Png(2, 2, (_, _) => new SKColor(10, 20, 30)), 3, 1, 1);

        Assert.Equal([10, 20, 30], pixels);
    }

    [Fact]
    public void Transparent_parts_become_white()
    {
        var pixels = ImageReader.Read(Png(2, 2, (_, _) => SKColors.Transparent), 1, 1, 1);

        Assert.Equal([255], pixels);
    }

    [Fact]
    public void The_middle_of_a_wide_image_is_used()
    {
        var pixels = ImageReader.Read(Png(6, 2, (x, _) => x is 2 or 3 ? SKColors.White : SKColors.Black), 1, 2, 2);

        Assert.All(pixels, value => Assert.Equal(255, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_file_that_is_no_whole_image_is_refused(int length)
    {
        var png = Png(16, 16, (x, y) => new SKColor((byte)(x * 16), (byte)(y * 16), 0));

        Assert.Throws<ImageRefusedException>(() => ImageReader.Read(png[..length], 1, 8, 8));
    }

    [Fact]
    public void An_image_with_too_many_pixels_is_refused_from_its_header()
    {
        var png = Png(1, 1, (_, _) => SKColors.White);
        // A PNG's width and height stand big-endian at offset 16; the header's checksum is made right again.
        new byte[] { 0, 0, 0x40, 0, 0, 0, 0x40, 0 }.CopyTo(png, 16);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));

        var refused = Assert.Throws<ImageRefusedException>(() => ImageReader.Read(png, 1, 28, 28));
        Assert.Contains("16384×16384", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public void A_photograph_is_read_the_way_up_that_it_is_shown(byte orientation, string corners)
    {
        // Quarters as stored: red and green above blue and white.
        var photo = Jpeg(64, 64, (x, y) => (x < 32, y < 32) switch
        {
            (true, true) => SKColors.Red,
            (false, true) => SKColors.Lime,
            (true, false) => SKColors.Blue,
            _ => SKColors.White,
        }, orientation);

        var pixels = ImageReader.Read(photo, 3, 2, 2);

        Assert.Equal(corners, string.Concat(Enumerable.Range(0, 4).Select(i => (pixels[i] > 128, pixels[4 + i] > 128, pixels[8 + i] > 128) switch
        {
            (true, true, true) => 'W',
            (true, _, _) => 'R',
            (_, true, _) => 'G',
            _ => 'B',
        })));
    }

    [Fact]
    public void A_photograph_on_its_side_has_the_rows_and_columns_that_it_is_shown_with()
    {
        // Stored wide and shown high: the left half as stored is the upper half as shown.
        var photo = Jpeg(128, 64, (x, _) => x < 64 ? SKColors.White : SKColors.Black, orientation: 6);

        var pixels = ImageReader.Read(photo, 1, 4, 2);

        Assert.Equal("11110000", string.Concat(pixels.Select(value => value > 128 ? '1' : '0')));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    /// <summary>A JPEG that begins with an Exif segment of one entry, the orientation.</summary>
    private static byte[] Jpeg(int width, int height, Func<int, int, SKColor> color, byte orientation)
    {
        var jpeg = Encoded(SKEncodedImageFormat.Jpeg, width, height, color);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static byte[] Png(int width, int height, Func<int, int, SKColor> color) => Encoded(SKEncodedImageFormat.Png, width, height, color);

    private static byte[] Encoded(SKEncodedImageFormat format, int width, int height, Func<int, int, SKColor> color)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, color(x, y));
        using var file = bitmap.Encode(format, 100);
        return file.ToArray();
    }
}
