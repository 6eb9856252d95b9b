using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Data.Adaptations;

/// <summary>A ranking as the worker gets it: which models the caller may use is decided before.</summary>
/// <param name="Support">Labelled images.</param>
/// <param name="Steps">Adaptation steps; each model's own number when absent.</param>
/// <param name="Candidates">Models to judge.</param>
/// <param name="LeftOut">Models that cannot be, and why.</param>
public sealed record RankingQuestion(
    IReadOnlyList<SupportExample> Support, int? Steps, IReadOnlyList<RankingCandidate> Candidates, IReadOnlyList<LeftOutModel> LeftOut);

/// <summary>A model to judge.</summary>
/// <param name="Model">Team and slug, as <c>team/model</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="BlobId">Its file.</param>
public sealed record RankingCandidate(string Model, string Name, int Version, Guid BlobId);
