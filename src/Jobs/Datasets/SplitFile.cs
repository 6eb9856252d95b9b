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
    private const int LongestLine = 4000;

    /// <summary>Its lines.</summary>
    /// <exception cref="ImportRefusedException">It is no such file.</exception>
    public IReadOnlyList<SplitLine> Read()
    {
        var name = File.Name;
        if (File.Entry.Length > LargestFile)
            throw new ImportRefusedException($"'{name}' unpacks to {File.Entry.Length} bytes; a split file has at most {LargestFile}.");
        using var text = new StreamReader(new MemoryStream(ZipEntryBytes.Read(File.Entry, LargestFile)), Encoding.UTF8);
        var header = Cells(Checked(text.ReadLine() ?? "", 1));
        var (file, label) = (Column(header, "filename"), Column(header, "label"));
        if (file < 0 || label < 0)
            throw new ImportRefusedException($"'{name}' begins with '{ZipFiles.Printable(string.Join(',', header))}'; its first line must be 'filename,label'.");
        var lines = new List<SplitLine>();
        for (var number = 2; text.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            var cells = Cells(Checked(line, number));
            if (cells.Length != header.Length || cells[file].Length == 0 || cells[label].Length == 0 || cells[label].Any(char.IsControl))
                throw new ImportRefusedException($"Line {number} of '{name}' is '{ZipFiles.Printable(line)}'; it must have a file name and a label, as '{string.Join(',', header)}' says.");
            if (lines.Count == Limits.DatasetImages)
                throw new ImportRefusedException($"'{name}' lists more than {Limits.DatasetImages} images.");
            lines.Add(new SplitLine(cells[file].Replace('\\', '/'), cells[label]));
        }

        return lines.Count > 0 ? lines : throw new ImportRefusedException($"'{name}' lists no image.");
    }

    private string Checked(string line, int number) => line.Length <= LongestLine ? line
        : throw new ImportRefusedException($"Line {number} of '{File.Name}' has more than {LongestLine} characters.");

    private static string[] Cells(string line) => [.. line.Split(',').Select(cell => cell.Trim().Trim('"'))];

    private static int Column(string[] header, string name) =>
        Array.FindIndex(header, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase));
}
