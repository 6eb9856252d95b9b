using System.IO.Compression;
using WarpGrad.Contracts;

namespace WarpGrad.Jobs.Datasets;

/// <summary>A class folder of an uploaded zip.</summary>
/// <param name="Group">Upper folder, empty where there is none.</param>
/// <param name="Name">Class folder.</param>
/// <param name="Images">Its image entries by name.</param>
internal sealed record ZipClass(string Group, string Name, IReadOnlyList<ZipArchiveEntry> Images);

/// <summary>
/// Finds the class folders of an uploaded zip and refuses hostile or useless ones from the directory alone, before anything is unpacked.
/// </summary>
internal static class ZipLayout
{
    private const int FewestClasses = 6;
    private const int FewestImages = 2;
    private const int LargestRatio = 1000;
    private const int LongestName = 200;
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    /// <summary>Class folders in the order of group and name; a single wrapping folder is looked through.</summary>
    /// <exception cref="ImportRefusedException">The zip cannot become a dataset.</exception>
    public static IReadOnlyList<ZipClass> Read(ZipArchive zip)
    {
        var files = zip.Entries.Select(entry => (Entry: entry, Path: Segments(entry))).Where(file => IsImage(file.Path)).ToList();
        if (files.Count == 0)
            throw new ImportRefusedException("The zip holds no images: put PNG, JPEG, WebP, GIF or BMP files into one folder for each class.");
        CheckSizes(files.ConvertAll(file => file.Entry));
        if (IsWrapped(files.ConvertAll(file => file.Path)))
            files = files.ConvertAll(file => (file.Entry, file.Path[1..]));
        var depth = files.Max(file => file.Path.Length);
        if (files.Find(file => file.Path.Length != depth || depth is < 2 or > 3) is { Entry: { } misplaced })
            throw new ImportRefusedException(
                $"'{misplaced.FullName}' is not where the other images are: all must lie in class/image, or all in group/class/image.");
        var classes = files
            .GroupBy(file => (Group: depth == 3 ? file.Path[0] : "", Name: file.Path[^2]))
            .OrderBy(c => c.Key.Group, StringComparer.Ordinal).ThenBy(c => c.Key.Name, StringComparer.Ordinal)
            .Select(c => new ZipClass(c.Key.Group, c.Key.Name,
                [.. c.Select(file => file.Entry).OrderBy(entry => entry.FullName, StringComparer.Ordinal)]))
            .ToList();
        CheckClasses(classes);
        return classes;
    }

    private static string[] Segments(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (name.StartsWith('/') || name.Contains(':') || name.Any(char.IsControl) || segments.Contains(".."))
            throw new ImportRefusedException($"The entry '{Printable(entry.FullName)}' has a path that leads out of the zip.");
        return name.EndsWith('/') ? [] : segments;
    }

    private static bool IsImage(string[] path) =>
        path.Length > 0 && path[0] != "__MACOSX" && !path[^1].StartsWith('.')
        && ImageEndings.Contains(Path.GetExtension(path[^1]).ToLowerInvariant());

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

    private static bool IsWrapped(List<string[]> paths) =>
        paths.TrueForAll(path => path.Length >= 3 && path[0] == paths[0][0]);

    private static void CheckClasses(List<ZipClass> classes)
    {
        if (classes.Find(c => c.Name.Length > LongestName || c.Group.Length > LongestName) is { } longName)
            throw new ImportRefusedException($"The folder name '{longName.Name[..40]}…' has more than {LongestName} characters.");
        if (classes.Count < FewestClasses)
            throw new ImportRefusedException(
                $"There are {classes.Count} classes; at least {FewestClasses} are needed, because training, validation and test each take classes of their own.");
        if (classes.Find(c => c.Images.Count < FewestImages) is { } small)
            throw new ImportRefusedException(
                $"The class '{small.Name}'{(small.Group.Length > 0 ? $" of '{small.Group}'" : "")} has {small.Images.Count} image; each class needs at least {FewestImages}.");
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
