using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks.Presets;

/// <summary>
/// A published division of some ImageNet classes, whose folders are named by WordNet ids. Each list is a resource with lines of the
/// form <c>split group: class class …</c>, where sets without super-categories leave the group out.
/// </summary>
public sealed class PublishedSplit
{
    /// <summary>Fewer classes than this in a split are no sign of the set: the usual shares then serve better.</summary>
    private const int FewestPerSplit = 3;

    private static readonly ClassSplit[] Splits = Enum.GetValues<ClassSplit>();

    private PublishedSplit(IReadOnlyDictionary<string, PublishedClass> classes) => Classes = classes;

    /// <summary>miniImageNet as divided by Ravi and Larochelle (2017): 64, 16 and 20 classes.</summary>
    public static PublishedSplit MiniImageNet { get; } = Read("miniImageNet.txt");

    /// <summary>tieredImageNet (Ren et al., 2018): 351, 97 and 160 classes in 20, 6 and 8 super-categories.</summary>
    public static PublishedSplit TieredImageNet { get; } = Read("tieredImageNet.txt");

    /// <summary>Its classes by WordNet id.</summary>
    public IReadOnlyDictionary<string, PublishedClass> Classes { get; }

    /// <summary>The super-category of each class, where all belong to the set, are in its splits and have no groups of their own; null elsewhere.</summary>
    /// <param name="classes">Group and name of each class.</param>
    /// <param name="splits">The split of each.</param>
    public IReadOnlyList<string>? TryGroup(IReadOnlyList<(string Group, string Name)> classes, IReadOnlyList<ClassSplit> splits) =>
        classes.Zip(splits).All(c => c.First.Group.Length == 0 && Find(c.First.Name)?.Split == c.Second)
            ? [.. classes.Select(c => Classes[c.Name].Group)]
            : null;

    /// <summary>The published division, where all classes belong to the set and every split has a few of them; null elsewhere.</summary>
    internal ClassSplit[]? TryAssign(IReadOnlyList<(string Group, string Name)> classes)
    {
        var found = classes.Select(c => Find(c.Name)?.Split).ToArray();
        return !found.Contains(null) && Splits.All(split => found.Count(s => s == split) >= FewestPerSplit)
            ? [.. found.Select(split => split!.Value)]
            : null;
    }

    private PublishedClass? Find(string name) => Classes.GetValueOrDefault(name);

    private static PublishedSplit Read(string list)
    {
        using var reader = new StreamReader(typeof(PublishedSplit).Assembly.GetManifestResourceStream("presets/" + list)!);
        var classes = new Dictionary<string, PublishedClass>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(':');
            var head = parts[0].Split(' ');
            var kind = new PublishedClass(Enum.Parse<ClassSplit>(head[0], ignoreCase: true), head.ElementAtOrDefault(1) ?? "");
            foreach (var name in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                classes.Add(name, kind);
        }

        return new PublishedSplit(classes);
    }
}
