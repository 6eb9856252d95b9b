using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Models;

/// <summary>A model in a list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Slug">Name used in addresses.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Family">Task family of the newest version.</param>
/// <param name="LatestVersion">Number of the newest version.</param>
/// <param name="Result">Result of the newest version on test tasks.</param>
/// <param name="CreatedAt">When it was first registered.</param>
/// <param name="UpdatedAt">When the newest version was registered.</param>
public sealed record ModelSummary(
    Guid Id, string Team, string Slug, string Name, TaskFamily Family, int LatestVersion, EvaluationSummary? Result,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A model with its versions, newest first.</summary>
public sealed record ModelDetail(ModelSummary Summary, IReadOnlyList<ModelVersionSummary> Versions);

/// <summary>An immutable model version in a list.</summary>
public sealed record ModelVersionSummary(int Number, Guid Run, long Step, string Hash, long Bytes, EvaluationSummary? Result, DateTimeOffset CreatedAt);

/// <summary>An immutable model version with its spec and data.</summary>
public sealed record ModelVersionDetail(ModelVersionSummary Summary, RunSpec Spec, string? DatasetName, string? DatasetHash, ImageShape? Input);

/// <summary>Shape that images are scaled to.</summary>
public sealed record ImageShape(int Channels, int Height, int Width);
