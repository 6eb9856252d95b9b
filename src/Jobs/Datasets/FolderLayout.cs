using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Classes by folders: class/image or group/class/image, alone or in the folders train, val and test.</summary>
internal static class FolderLayout
{
    private static readonly string[] OmniglotFolders = ["images_background", "images_evaluation"];

    /// <summary>Finds the classes; a folder that wraps everything is looked through.</summary>
    /// <exception cref="ImportRefusedException">An image lies elsewhere than the others, or a class is in two splits.</exception>
    public static IEnumerable<ZipClass> Read(List<ZipFile> images)
    {
        if (images.TrueForAll(file => file.Path.Length >= 3 && file.Path[0] == images[0].Path[0]))
            images = images.ConvertAll(file => file.Inside());
        if (images.Select(file => SplitNames.Parse(file.Path[0])).Where(split => split is not null).Distinct().Count() > 1)
            return BySplit(images);
        if (images.TrueForAll(file => file.Path.Length == 4 && OmniglotFolders.Contains(file.Path[0])))
            images = images.ConvertAll(file => file.Inside());
        return Classes(images, null);
    }

    private static List<ZipClass> BySplit(List<ZipFile> images)
    {
        if (images.Find(file => file.Path.Length < 2 || SplitNames.Parse(file.Path[0]) is null) is { } beside)
            throw new ImportRefusedException($"'{beside.Entry.FullName}' lies beside the folders train, val and test: all images must lie in them, or none.");
        var splits = images.ToLookup(file => SplitNames.Parse(file.Path[0])!.Value);
        foreach (var missing in Enum.GetValues<ClassSplit>().Where(split => !splits.Contains(split)))
            throw new ImportRefusedException(
                $"There are split folders but no images in '{SplitNames.Of(missing)}': give train, val and test classes of their own, or put all class folders at the top, and they are split for you.");
        CheckDepth(images);
        var classes = splits.SelectMany(split => Classes([.. split.Select(file => file.Inside())], split.Key)).ToList();
        foreach (var shared in classes.GroupBy(c => (c.Group, c.Name)).Where(same => same.Count() > 1).Select(same => same.ToList()))
            throw new ImportRefusedException(
                $"The class '{shared[0].Name}' lies in {SplitNames.Of(shared[0].Split!.Value)} and in {SplitNames.Of(shared[1].Split!.Value)}: splits share no class, because the test asks about classes never seen before.");
        return classes;
    }

    private static IEnumerable<ZipClass> Classes(List<ZipFile> images, ClassSplit? split)
    {
        CheckDepth(images);
        var depth = images[0].Path.Length;
        if (depth is < 2 or > 3)
            throw new ImportRefusedException(
                $"'{images[0].Entry.FullName}' does not lie in a class folder: all images must lie in class/image, or all in group/class/image.");
        return images
            .GroupBy(file => (Group: depth == 3 ? file.Path[0] : "", Name: file.Path[^2]))
            .Select(c => new ZipClass(c.Key.Group, c.Key.Name, split, [.. c.Select(file => file.Entry)]));
    }

    private static void CheckDepth(List<ZipFile> images)
    {
        var depth = images.Max(file => file.Path.Length);
        if (images.Find(file => file.Path.Length != depth) is { } misplaced)
            throw new ImportRefusedException(
                $"'{misplaced.Entry.FullName}' is not where the other images are: all must lie in class/image, or all in group/class/image.");
    }
}
