using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Web.TryIt;

/// <summary>How a question to a model is asked.</summary>
/// <param name="Steps">Adaptation steps; null where they are not a number.</param>
/// <param name="Rate">Learning rate; null where it is not a number.</param>
/// <param name="Warp">Whether the warps are in.</param>
/// <param name="Version">Version asked; null for the latest.</param>
/// <param name="Question">What is asked, where it is put together and holds no images.</param>
/// <param name="Files">The files that are asked about, where they are put together.</param>
public sealed record CallOptions(
    int? Steps = null, double? Rate = null, bool Warp = true, string? Version = null, AdaptAndPredictRequest? Question = null, CallFiles? Files = null);

/// <summary>Image files of a question.</summary>
/// <param name="Support">Labels and names of the examples.</param>
/// <param name="Query">Names of those to predict.</param>
public sealed record CallFiles(IReadOnlyList<(string Label, string Name)> Support, IReadOnlyList<string> Query);
