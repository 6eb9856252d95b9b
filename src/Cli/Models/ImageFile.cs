namespace WarpGrad.Cli.Models;

/// <summary>Images on disk, in folders named by their labels or without.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">Name of the folder it lies in; null where it lies beside the folders.</param>
internal sealed record ImageFile(string Path, string? Label)
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"];

    /// <summary>All images of a folder and of the folders in it, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CliException">There is no such folder, or no image in it.</exception>
    public static IReadOnlyList<ImageFile> In(DirectoryInfo folder)
    {
        if (!folder.Exists)
            throw CliException.Usage($"There is no folder '{folder}'.");
        ImageFile[] images =
        [
            .. Of(folder).Select(path => new ImageFile(path, null)),
            .. folder.EnumerateDirectories().OrderBy(inner => inner.Name, StringComparer.Ordinal).SelectMany(inner => Of(inner).Select(path => new ImageFile(path, inner.Name))),
        ];
        return images.Length > 0 ? images : throw CliException.Usage($"There is no image in '{folder}' ({string.Join(", ", Endings)}).");
    }

    private static IEnumerable<string> Of(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => Endings.Contains(file.Extension.ToLowerInvariant())).Select(file => file.FullName).Order(StringComparer.Ordinal);
}
