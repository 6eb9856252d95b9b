using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Datasets;

/// <summary>Moves classes between the splits; the result is a new version of the dataset.</summary>
/// <param name="Version">Number of the version that the moves were chosen on, which must still be the newest.</param>
/// <param name="Moves">The moves; where two are about the same class, the later counts.</param>
public sealed record ChangeSplitsRequest(int Version, IReadOnlyList<SplitMove> Moves)
{
    /// <summary>Fewest classes that every split keeps: a task has at least two.</summary>
    public const int FewestClasses = 2;
}

/// <summary>Puts a class, or all classes of a group, into a split.</summary>
/// <param name="Split">Where to.</param>
/// <param name="Class">Position of the class in the version; null where a group is moved.</param>
/// <param name="Group">The group; null where a class is moved.</param>
public sealed record SplitMove([property: JsonRequired] ClassSplit Split, int? Class = null, string? Group = null);
