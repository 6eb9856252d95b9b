using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Sharing;

namespace WarpGrad.Contracts.Models;

/// <summary>Changes what a model says about itself; what is absent stays.</summary>
/// <param name="Name">Name shown; the address stays.</param>
/// <param name="Description">What the team writes about it, Markdown.</param>
/// <param name="License">Licence under which it may be used.</param>
/// <param name="Tags">Words to find it by; they replace the ones before.</param>
public sealed record ChangeModelRequest(string? Name = null, string? Description = null, string? License = null, IReadOnlyList<string>? Tags = null);

/// <summary>Decides who in the installation meets a thing.</summary>
public sealed record VisibilityRequest([property: JsonRequired] Visibility Visibility);

/// <summary>Points a name at a version.</summary>
public sealed record AliasRequest(int Version);

/// <summary>Starts a run of the caller's team from a model version.</summary>
/// <param name="Team">Slug of the caller's team that owns the run.</param>
/// <param name="Name">Name of the run, and so of the model it becomes; made up when absent.</param>
/// <param name="Overrides">Fields of the version's run spec that are replaced, such as <c>task.dataset</c>; the learner's stay.</param>
public sealed record ForkRequest(string Team, string? Name = null, JsonObject? Overrides = null);

/// <summary>A model file that somebody sent.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the team that gets the model.</param>
/// <param name="Name">Name of the model.</param>
/// <param name="State">State of the check.</param>
/// <param name="FailureReason">One sentence when it was refused.</param>
/// <param name="Model">The version that it became.</param>
/// <param name="CreatedAt">When it was sent.</param>
/// <param name="CreatedBy">Who sent it.</param>
public sealed record ModelImportSummary(
    Guid Id, string Team, string Name, ModelImportState State, string? FailureReason, Runs.ModelReference? Model, DateTimeOffset CreatedAt, string CreatedBy);
