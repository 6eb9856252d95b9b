using System.IO.Compression;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>A class of an uploaded zip.</summary>
/// <param name="Group">Upper folder, empty where there is none.</param>
/// <param name="Name">Class folder, or label in the split files.</param>
/// <param name="Split">The split that the upload puts it in; null where it does not say.</param>
/// <param name="Images">Its image entries by name.</param>
internal sealed record ZipClass(string Group, string Name, ClassSplit? Split, IReadOnlyList<ZipArchiveEntry> Images);

/// <summary>Finds the classes of an uploaded zip, by split files where it has them, else by folders.</summary>
internal static class ZipLayout
{
    private const int FewestClasses = 6;
    private const int FewestImages = 2;
    private const int LongestName = 200;

    /// <summary>Classes in the order of group and name.</summary>
    /// <exception cref="ImportRefusedException">The zip cannot become a dataset.</exception>
    public static IReadOnlyList<ZipClass> Read(ZipArchive zip)
    {
        var files = ZipFiles.List(zip);
        var images = ZipFiles.Images(files);
        var found = SplitFiles.Find(files) is { } splitFiles ? SplitFileLayout.Read(splitFiles, images) : FolderLayout.Read(images);
        List<ZipClass> classes =
        [
            .. found.OrderBy(c => c.Group, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c with { Images = [.. c.Images.OrderBy(entry => entry.FullName, StringComparer.Ordinal)] }),
        ];
        CheckClasses(classes);
        return classes;
    }

    private static void CheckClasses(List<ZipClass> classes)
    {
        if (classes.Find(c => c.Name.Length > LongestName || c.Group.Length > LongestName) is { } longName)
            throw new ImportRefusedException($"The class name '{ZipFiles.Printable(longName.Name)}' or its group has more than {LongestName} characters.");
        if (classes.Count < FewestClasses)
            throw new ImportRefusedException(
                $"There are {classes.Count} classes; at least {FewestClasses} are needed, because training, validation and test each take classes of their own.");
        if (classes.Find(c => c.Images.Count < FewestImages) is { } small)
            throw new ImportRefusedException(
                $"The class '{small.Name}'{(small.Group.Length > 0 ? $" of '{small.Group}'" : "")} has {small.Images.Count} image; each class needs at least {FewestImages}.");
    }
}
