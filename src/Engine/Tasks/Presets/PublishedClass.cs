using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks.Presets;

/// <summary>A class of a set whose division is published.</summary>
/// <param name="Split">Its split.</param>
/// <param name="Group">WordNet id of its super-category; empty where the set has none.</param>
public sealed record PublishedClass(ClassSplit Split, string Group);
