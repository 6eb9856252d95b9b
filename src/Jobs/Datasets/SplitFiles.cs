using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

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
