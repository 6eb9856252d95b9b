using System.Text.Json.Serialization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Models;

/// <summary>What the caller may do with a model; each includes the ones before it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ModelAccessLevel>))]
public enum ModelAccessLevel
{
    /// <summary>Read its card.</summary>
    Find,

    /// <summary>Download its weights and read its spec.</summary>
    Read,

    /// <summary>Adapt it, predict, and start runs from it.</summary>
    Adapt,
}

/// <summary>A model in a list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="TeamName">Name of the owning team.</param>
/// <param name="Slug">Name used in addresses.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Family">Task family of the newest version.</param>
/// <param name="LatestVersion">Number of the newest version.</param>
/// <param name="Result">Result of the newest version on test tasks.</param>
/// <param name="License">Licence that its team states; empty when it does not.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Visibility">Who in the installation meets it.</param>
/// <param name="Access">What the caller may do with it.</param>
/// <param name="Stars">People who marked it.</param>
/// <param name="Starred">Whether the caller did.</param>
/// <param name="CreatedAt">When it was first registered.</param>
/// <param name="UpdatedAt">When the newest version was registered.</param>
public sealed record ModelSummary(
    Guid Id, string Team, string TeamName, string Slug, string Name, TaskFamily Family, int LatestVersion, EvaluationSummary? Result,
    string License, IReadOnlyList<string> Tags, Visibility Visibility, ModelAccessLevel Access, int Stars, bool Starred,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A model with its versions, newest first.</summary>
/// <param name="Summary">The model.</param>
/// <param name="Description">What its team writes about it, Markdown.</param>
/// <param name="Versions">Its versions, newest first.</param>
/// <param name="Aliases">Names of versions; <c>latest</c> is not among them.</param>
public sealed record ModelDetail(
    ModelSummary Summary, string Description, IReadOnlyList<ModelVersionSummary> Versions, IReadOnlyList<ModelAliasSummary> Aliases);

/// <summary>A name of a version.</summary>
/// <param name="Name">The name, such as <c>production</c>.</param>
/// <param name="Version">Number of the version it stands for.</param>
/// <param name="Since">When it last moved.</param>
/// <param name="By">Who moved it; empty for callers of other teams.</param>
public sealed record ModelAliasSummary(string Name, int Version, DateTimeOffset Since, string By);

/// <summary>An immutable model version in a list.</summary>
/// <param name="Id">Id; <c>startFrom</c> of a run spec names it.</param>
/// <param name="Number">1, 2, …</param>
/// <param name="Run">The run it came from; null for imported files and for callers of other teams.</param>
/// <param name="Imported">Whether it came as a file.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Hash">SHA-256 of the model file.</param>
/// <param name="Bytes">Size of the model file.</param>
/// <param name="Result">Result on test tasks; null for imported files.</param>
/// <param name="CreatedBy">Who submitted the run or imported the file; empty for callers of other teams.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record ModelVersionSummary(
    Guid Id, int Number, Guid? Run, bool Imported, long Step, string Hash, long Bytes, EvaluationSummary? Result, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>An immutable model version with its spec and data.</summary>
/// <param name="Summary">The version.</param>
/// <param name="Spec">Spec of the run that made it.</param>
/// <param name="DatasetName">Name of its dataset; null where it needs none or the caller may not see it.</param>
/// <param name="DatasetHash">Content hash of its dataset; null where it needs none.</param>
/// <param name="Input">Shape that images are scaled to; null where it takes none.</param>
/// <param name="Parent">Version that its training started from, as far as the caller may know it.</param>
public sealed record ModelVersionDetail(
    ModelVersionSummary Summary, RunSpec Spec, string? DatasetName, string? DatasetHash, ImageShape? Input, ModelReference? Parent);

/// <summary>Shape that images are scaled to.</summary>
public sealed record ImageShape(int Channels, int Height, int Width);
