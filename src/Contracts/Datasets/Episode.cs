namespace WarpGrad.Contracts.Datasets;

/// <summary>A task as training or evaluation draws it from a dataset version.</summary>
/// <param name="Version">Number of the version.</param>
/// <param name="Split">The split its classes are of; no other split has any of them.</param>
/// <param name="Pool">How many classes tasks of the split are made of, turned ones counted by themselves.</param>
/// <param name="Classes">Its classes.</param>
public sealed record Episode(int Version, ClassSplit Split, int Pool, IReadOnlyList<EpisodeWay> Classes);

/// <summary>A class of an episode.</summary>
/// <param name="Class">Position of the class in the version.</param>
/// <param name="Group">Group of the class, empty where there are none.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Turns">Quarter turns, clockwise, that make it a class of its own; 0 for upright.</param>
/// <param name="Support">Indices of the images that the learner adapts on.</param>
/// <param name="Query">Indices of further images, on which the adapted learner is judged.</param>
public sealed record EpisodeWay(int Class, string Group, string Name, int Turns, IReadOnlyList<int> Support, IReadOnlyList<int> Query);
