using System.IO.Compression;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Unpacks single entries; a zip's directory may lie about their size.</summary>
internal static class ZipEntryBytes
{
    /// <summary>The bytes of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="limit">Most bytes accepted.</param>
    /// <exception cref="ImportRefusedException">It is damaged, or larger than the directory or the limit says.</exception>
    public static byte[] Read(ZipArchiveEntry entry, int limit)
    {
        try
        {
            return Unpack(entry, (int)Math.Min(entry.Length, limit));
        }
        catch (InvalidDataException)
        {
            throw new ImportRefusedException($"The entry '{entry.FullName}' is damaged or encrypted.");
        }
    }

    private static byte[] Unpack(ZipArchiveEntry entry, int limit)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream(limit);
        var buffer = new byte[81920];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + read > limit)
                throw new ImportRefusedException($"The entry '{entry.FullName}' unpacks to more than the zip's directory says.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
