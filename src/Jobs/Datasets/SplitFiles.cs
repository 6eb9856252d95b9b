using System.IO.Compression;
using System.Text;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>A line of a split file: an image and its class.</summary>
internal sealed record SplitLine(string File, string Label);

/// <summary>A split file: train.csv, val.csv or test.csv with the columns filename and label.</summary>
internal sealed record SplitFile(ClassSplit Split, ZipFile File)
{
    private const int LargestFile = 32 * 1024 * 1024;

    /// <summary>Its lines.</summary>
    /// <exception cref="ImportRefusedException">It is no such file.</exception>
    public IReadOnlyList<SplitLine> Read()
    {
        var name = File.Name;
        if (File.Entry.Length > LargestFile)
            throw new ImportRefusedException($"'{name}' unpacks to {File.Entry.Length} bytes; a split file has at most {LargestFile}.");
        using var text = new StreamReader(new MemoryStream(ZipEntryBytes.Read(File.Entry, LargestFile)), Encoding.UTF8);
        var header = Cells(text.ReadLine() ?? "");
        var (file, label) = (Column(header, "filename"), Column(header, "label"));
        if (file < 0 || label < 0)
            throw new ImportRefusedException($"'{name}' begins with '{ZipFiles.Printable(string.Join(',', header))}'; its first line must be 'filename,label'.");
        var lines = new List<SplitLine>();
        for (var number = 2; text.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var cells = Cells(line);
            if (cells.Length != header.Length || cells[file].Length == 0 || cells[label].Length == 0 || cells[label].Any(char.IsControl))
                throw new ImportRefusedException($"Line {number} of '{name}' is '{ZipFiles.Printable(line)}'; it must have a file name and a label, as '{string.Join(',', header)}' says.");
            if (lines.Count == Limits.DatasetImages)
                throw new ImportRefusedException($"'{name}' lists more than {Limits.DatasetImages} images.");
            lines.Add(new SplitLine(cells[file].Replace('\\', '/'), cells[label]));
        }

        return lines.Count > 0 ? lines : throw new ImportRefusedException($"'{name}' lists no image.");
    }

    private static string[] Cells(string line) => [.. line.Split(',').Select(cell => cell.Trim().Trim('"'))];

    private static int Column(string[] header, string name) =>
        Array.FindIndex(header, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Finds the split files of a zip.</summary>
internal static class SplitFiles
{
    /// <summary>One file for each split, all in one folder; null where the zip has none.</summary>
    /// <exception cref="ImportRefusedException">Some are there but not all, or one is there twice.</exception>
    public static IReadOnlyList<SplitFile>? Find(List<ZipFile> files)
    {
        var found = files
            .Where(file => Path.GetExtension(file.Name).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            .Select(file => (Split: SplitNames.Parse(Path.GetFileNameWithoutExtension(file.Name)), File: file))
            .Where(file => file.Split is not null)
            .Select(file => new SplitFile(file.Split!.Value, file.File))
            .OrderBy(file => file.Split)
            .ToList();
        if (found.Count == 0)
            return null;
        foreach (var missing in Enum.GetValues<ClassSplit>().Where(split => !found.Exists(file => file.Split == split)))
            throw new ImportRefusedException(
                $"The zip has '{found[0].File.Name}' but no '{SplitNames.Of(missing)}.csv': put train.csv, val.csv and test.csv in, or none of them and one folder for each class.");
        if (found.GroupBy(file => file.Split).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ImportRefusedException($"There are two files for one split, '{twice.First().File.Entry.FullName}' and '{twice.Last().File.Entry.FullName}': leave one.");
        if (found.Find(file => !Folder(file).SequenceEqual(Folder(found[0]))) is { } apart)
            throw new ImportRefusedException($"'{found[0].File.Entry.FullName}' and '{apart.File.Entry.FullName}' must lie in one folder.");
        return found;
    }

    /// <summary>The folder that a split file lies in.</summary>
    public static IEnumerable<string> Folder(SplitFile file) => file.File.Path.SkipLast(1);
}
