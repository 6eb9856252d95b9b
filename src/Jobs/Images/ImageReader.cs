using SkiaSharp;
using WarpGrad.Contracts;

namespace WarpGrad.Jobs.Images;

/// <summary>Turns image files into packed pixels, the same way for datasets and for adaptation.</summary>
public static class ImageReader
{
    /// <summary>Decodes, turns the way up that the file says, cuts to the central square if the target is square, and scales by area averaging.</summary>
    /// <param name="file">PNG, JPEG, WebP, GIF or BMP.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <returns>uint8 [channels, height, width]; transparent parts are white.</returns>
    /// <exception cref="ImageRefusedException">The file is no image, is damaged, or is too large.</exception>
    public static byte[] Read(byte[] file, int channels, int height, int width)
    {
        var (decoded, origin) = Decode(file);
        using var image = decoded;
        var (rows, columns) = Upright.IsSideways(origin) ? (width, height) : (height, width);
        var pixels = new byte[channels * height * width];
        AreaAverage.Scale(image.GetPixelSpan(), image.RowBytes, Crop(image, rows, columns), channels, rows, columns, pixels);
        return Upright.Show(pixels, origin, channels, height, width);
    }

    private static (SKBitmap Image, SKEncodedOrigin Origin) Decode(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw new ImageRefusedException("is not a PNG, JPEG, WebP, GIF or BMP file.");
        // The header tells the size before any pixel is unpacked.
        var info = codec.Info;
        if ((long)info.Width * info.Height > Limits.ImagePixels)
            throw new ImageRefusedException($"has {info.Width}×{info.Height} pixels; at most {Limits.ImagePixels / 1_000_000} million are accepted.");
        if (info.Width < 1 || info.Height < 1)
            throw new ImageRefusedException("has no pixels.");
        var bitmap = new SKBitmap(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return (bitmap, codec.EncodedOrigin);
        bitmap.Dispose();
        throw new ImageRefusedException(result == SKCodecResult.IncompleteInput ? "ends too early." : "is damaged.");
    }

    private static SKRectI Crop(SKBitmap image, int height, int width)
    {
        if (height != width)
            return new SKRectI(0, 0, image.Width, image.Height);
        var side = Math.Min(image.Width, image.Height);
        return SKRectI.Create((image.Width - side) / 2, (image.Height - side) / 2, side, side);
    }
}
