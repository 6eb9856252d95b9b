using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>A class of a dataset version to be.</summary>
/// <param name="Group">Its group, empty without groups.</param>
/// <param name="Name">Its name.</param>
/// <param name="Split">Its split.</param>
/// <param name="Images">Number of its images.</param>
internal sealed record PackedClass(string Group, string Name, ClassSplit Split, int Images);

/// <summary>What is known of a dataset once its pixels are written.</summary>
/// <param name="Hash">SHA-256 (hex) over pixels and class table.</param>
/// <param name="Channels">1 for grey, 3 for RGB.</param>
/// <param name="Rule">How the classes came to their splits.</param>
/// <param name="Classes">Its classes in the order of their images.</param>
internal sealed record PackedDataset(string Hash, int Channels, SplitRule Rule, IReadOnlyList<PackedClass> Classes);
