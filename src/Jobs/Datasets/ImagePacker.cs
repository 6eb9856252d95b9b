using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using WarpGrad.Contracts;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Unpacks the images of a zip into one packed pixel file.</summary>
internal static class ImagePacker
{
    /// <summary>Writes uint8 [images, channels, side, side], classes consecutive.</summary>
    /// <returns>SHA-256 (hex) over the pixels and the class table.</returns>
    /// <exception cref="ImportRefusedException">An image cannot be read; the message names its entry.</exception>
    public static async Task<string> PackAsync(
        IReadOnlyList<ZipClass> classes, int channels, int side, Stream pixels, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{channels}x{side}x{side}\n"));
        foreach (var c in classes)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{c.Group}\0{c.Name}\0{c.Images.Count}\n"));
            foreach (var entry in c.Images)
            {
                cancellation.ThrowIfCancellationRequested();
                var image = Read(entry, channels, side);
                hash.AppendData(image);
                await pixels.WriteAsync(image, cancellation);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Read(ZipArchiveEntry entry, int channels, int side)
    {
        try
        {
            return ImageReader.Read(Unpack(entry), channels, side, side);
        }
        catch (ImageRefusedException refused)
        {
            throw new ImportRefusedException($"The image '{entry.FullName}' {refused.Message}");
        }
        catch (InvalidDataException)
        {
            throw new ImportRefusedException($"The entry '{entry.FullName}' is damaged or encrypted.");
        }
    }

    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        // The directory's length was checked, but the directory may lie.
        using var stream = entry.Open();
        using var bytes = new MemoryStream((int)Math.Min(entry.Length, Limits.ImageBytes));
        var buffer = new byte[81920];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + read > Math.Min(entry.Length, Limits.ImageBytes))
                throw new ImportRefusedException($"The entry '{entry.FullName}' unpacks to more than the zip's directory says.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
