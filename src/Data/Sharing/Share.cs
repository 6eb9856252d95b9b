using WarpGrad.Contracts.Sharing;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Models;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Sharing;

/// <summary>A model that another team may use.</summary>
public sealed class ModelShare
{
    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>The team that may use it.</summary>
    public Guid TeamId { get; init; }

    /// <summary>What the team may do.</summary>
    public Grant Grant { get; set; }

    /// <summary>When it was shared, or the grant last changed.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>E-mail of who shared it.</summary>
    public required string By { get; set; }

    /// <summary>The model.</summary>
    public Model? Model { get; init; }

    /// <summary>The team that may use it.</summary>
    public Team? Team { get; init; }
}

/// <summary>A dataset that another team may look at and train on.</summary>
public sealed class DatasetShare
{
    /// <summary>The dataset.</summary>
    public Guid DatasetId { get; init; }

    /// <summary>The team that may use it.</summary>
    public Guid TeamId { get; init; }

    /// <summary>When it was shared.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>E-mail of who shared it.</summary>
    public required string By { get; set; }

    /// <summary>The dataset.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>The team that may use it.</summary>
    public Team? Team { get; init; }
}

/// <summary>A team's wish to use a model that is marked "on request".</summary>
public sealed class AccessRequest
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>The team that asks.</summary>
    public Guid TeamId { get; init; }

    /// <summary>E-mail of who asked.</summary>
    public required string By { get; init; }

    /// <summary>What it is wanted for.</summary>
    public required string Message { get; init; }

    /// <summary>What became of it.</summary>
    public AccessRequestState State { get; set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>E-mail of who answered.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>The model.</summary>
    public Model? Model { get; init; }

    /// <summary>The team that asks.</summary>
    public Team? Team { get; init; }
}
