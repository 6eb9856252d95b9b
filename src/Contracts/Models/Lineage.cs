using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Models;

/// <summary>Where a model came from and what became of it: dataset version → run → checkpoint → version → fork → adaptations.</summary>
/// <param name="Nodes">Things.</param>
/// <param name="Edges">Which of them led to which.</param>
public sealed record Lineage(IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges);

/// <summary>A thing of a lineage.</summary>
/// <param name="Id">Id within the lineage.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Name shown; a general one for things that the caller may not see.</param>
/// <param name="Detail">Facts in a line: hash, step, state.</param>
/// <param name="Address">Page that shows it, relative to the installation; null for things without one or that the caller may not see.</param>
/// <param name="Subject">Whether it belongs to the model that was asked about.</param>
public sealed record LineageNode(string Id, LineageKind Kind, string Name, string Detail, string? Address, bool Subject);

/// <summary>That one thing led to another.</summary>
/// <param name="From">Id of the earlier node.</param>
/// <param name="To">Id of the later one.</param>
public sealed record LineageEdge(string From, string To);

/// <summary>Kinds of things in a lineage.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LineageKind>))]
public enum LineageKind
{
    /// <summary>Immutable content of a dataset.</summary>
    DatasetVersion,

    /// <summary>A run.</summary>
    Run,

    /// <summary>A stored training state.</summary>
    Checkpoint,

    /// <summary>A file from elsewhere.</summary>
    ImportedFile,

    /// <summary>A model version.</summary>
    ModelVersion,

    /// <summary>Uses of a version on support sets, counted.</summary>
    Adaptations,
}
