using System.IO.Compression;
using WarpGrad.Contracts;
using WarpGrad.Data;

namespace WarpGrad.Jobs.Datasets;

/// <summary>A file of an uploaded zip.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Path">Its folders and its name.</param>
internal sealed record ZipFile(ZipArchiveEntry Entry, string[] Path)
{
    /// <summary>Name without folders.</summary>
    public string Name => Path[^1];

    /// <summary>The same file seen from inside its uppermost folder.</summary>
    public ZipFile Inside() => this with { Path = Path[1..] };
}

/// <summary>Lists the files of an uploaded zip; refuses hostile ones from the directory alone, before anything is unpacked.</summary>
internal static class ZipFiles
{
    private const int LargestRatio = 1000;
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];
    private static readonly string[] ArrayEndings = [".pkl", ".pickle", ".npz", ".npy", ".h5", ".hdf5", ".mat"];

    /// <summary>All files but those that systems leave behind.</summary>
    /// <exception cref="ImportRefusedException">A path leads out of the zip.</exception>
    public static List<ZipFile> List(ZipArchive zip) =>
        [.. zip.Entries.Select(entry => new ZipFile(entry, Segments(entry)))
            .Where(file => file.Path.Length > 0 && file.Path[0] != "__MACOSX" && !file.Name.StartsWith('.'))];

    /// <summary>The images among the files.</summary>
    /// <exception cref="ImportRefusedException">There are none, or they are too many or too large.</exception>
    public static List<ZipFile> Images(List<ZipFile> files)
    {
        var images = files.FindAll(file => EndsWith(file, ImageEndings));
        if (images.Count == 0)
            throw new ImportRefusedException(files.Find(file => EndsWith(file, ArrayEndings)) is { } arrays
                ? $"The zip holds no images but '{arrays.Entry.FullName}': files of arrays are not read. Unpack it into image files, one folder for each class."
                : "The zip holds no images: put PNG, JPEG, WebP, GIF or BMP files into one folder for each class.");
        CheckSizes(images.ConvertAll(file => file.Entry));
        return images;
    }

    /// <summary>Text of a stranger, fit for a message.</summary>
    public static string Printable(string text)
    {
        const int Most = 120;
        var shown = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        return shown.Length <= Most ? shown : StoredText.Cut(shown, Most) + "…";
    }

    private static bool EndsWith(ZipFile file, string[] endings) =>
        endings.Contains(Path.GetExtension(file.Name).ToLowerInvariant());

    private static string[] Segments(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (name.StartsWith('/') || name.Contains(':') || name.Any(char.IsControl) || segments.Contains(".."))
            throw new ImportRefusedException($"The entry '{Printable(entry.FullName)}' has a path that leads out of the zip.");
        return name.EndsWith('/') ? [] : segments;
    }

    private static void CheckSizes(List<ZipArchiveEntry> images)
    {
        if (images.Count > Limits.DatasetImages)
            throw new ImportRefusedException($"The zip holds {images.Count} images; at most {Limits.DatasetImages} are accepted.");
        if (images.Find(entry => entry.Length > Limits.ImageBytes) is { } large)
            throw new ImportRefusedException($"'{large.FullName}' unpacks to {large.Length} bytes; an image has at most {Limits.ImageBytes}.");
        if (images.Find(entry => entry.Length > 1024 * 1024 && entry.Length / LargestRatio > entry.CompressedLength) is { } bomb)
            throw new ImportRefusedException($"'{bomb.FullName}' unpacks to more than {LargestRatio} times its size, as no image does.");
        if (images.Sum(entry => entry.Length) > Limits.UnpackedBytes)
            throw new ImportRefusedException($"The images unpack to more than {Limits.UnpackedBytes / (1024 * 1024)} MiB in all.");
        if (images.GroupBy(entry => entry.FullName, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ImportRefusedException($"The entry '{twice.Key}' is in the zip twice.");
    }
}
