using System.IO.Compression;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Classes by split files, as miniImageNet is passed on: a folder of images, and train.csv, val.csv and test.csv beside it.</summary>
internal sealed class SplitFileLayout
{
    private readonly Dictionary<string, ZipArchiveEntry> _byPath;
    private readonly ILookup<string, ZipArchiveEntry> _byName;
    private readonly Dictionary<ZipArchiveEntry, SplitFile> _listed = [];
    private readonly Dictionary<string, ZipClass> _classes = new(StringComparer.Ordinal);

    private SplitFileLayout(string folder, List<ZipFile> images)
    {
        // A second path to the same place (a/b and a//b) keeps the first.
        _byPath = images.GroupBy(file => string.Join('/', file.Path), StringComparer.Ordinal)
            .Where(same => same.Key.StartsWith(folder, StringComparison.Ordinal))
            .ToDictionary(same => same.Key[folder.Length..], same => same.First().Entry, StringComparer.Ordinal);
        _byName = images.ToLookup(file => file.Name, file => file.Entry, StringComparer.Ordinal);
    }

    /// <summary>Gives each image the class and split that the files say.</summary>
    /// <exception cref="ImportRefusedException">Files and images do not fit together; the message names the first that does not.</exception>
    public static IEnumerable<ZipClass> Read(IReadOnlyList<SplitFile> files, List<ZipFile> images)
    {
        var layout = new SplitFileLayout(string.Concat(SplitFiles.Folder(files[0]).Select(part => part + "/")), images);
        foreach (var file in files)
            foreach (var line in file.Read())
                layout.Take(file, line);
        if (images.Find(image => !layout._listed.ContainsKey(image.Entry)) is { } unknown)
            throw new ImportRefusedException($"'{unknown.Entry.FullName}' is in the zip, but {string.Join(", ", files.Select(f => f.File.Name))} do not list it: list it, or take it out.");
        return layout._classes.Values;
    }

    private void Take(SplitFile file, SplitLine line)
    {
        var entry = Find(file, line.File);
        if (!_listed.TryAdd(entry, file))
            throw new ImportRefusedException($"The image '{ZipFiles.Printable(line.File)}' is listed twice, in '{_listed[entry].File.Name}' and again in '{file.File.Name}'.");
        if (!_classes.TryGetValue(line.Label, out var c))
            _classes[line.Label] = c = new ZipClass("", line.Label, file.Split, new List<ZipArchiveEntry>());
        if (c.Split != file.Split)
            throw new ImportRefusedException(
                $"The class '{ZipFiles.Printable(line.Label)}' is in '{SplitNames.Of(c.Split!.Value)}.csv' and in '{file.File.Name}': splits share no class, because the test asks about classes never seen before.");
        ((List<ZipArchiveEntry>)c.Images).Add(entry);
    }

    /// <summary>By the path from the split files, by the path in the folder images, or by its name wherever it lies.</summary>
    private ZipArchiveEntry Find(SplitFile file, string name)
    {
        if (_byPath.TryGetValue(name, out var entry) || _byPath.TryGetValue("images/" + name, out entry))
            return entry;
        var named = _byName[name].Take(2).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw new ImportRefusedException(
                $"'{file.File.Name}' lists the image '{ZipFiles.Printable(name)}', which is not in the zip: put it into the folder images, or take the line out."),
            _ => throw new ImportRefusedException(
                $"'{file.File.Name}' lists the image '{ZipFiles.Printable(name)}', which lies in two folders: write its path from the folder of '{file.File.Name}' on."),
        };
    }
}
