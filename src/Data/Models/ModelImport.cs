using WarpGrad.Contracts.Models;

namespace WarpGrad.Data.Models;

/// <summary>A model file that somebody sent, until a worker has found out whether it is one.</summary>
public sealed class ModelImport
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Team that gets the model.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name of the model; a new model, or the next version of the team's model of that name.</summary>
    public required string Name { get; init; }

    /// <summary>State.</summary>
    public ModelImportState State { get; set; }

    /// <summary>How often a worker began it and did not put it down in order.</summary>
    public int Attempts { get; set; }

    /// <summary>The file; null once it was refused.</summary>
    public Guid? BlobId { get; set; }

    /// <summary>One sentence for the person when it was refused.</summary>
    public string? FailureReason { get; set; }

    /// <summary>The version that it became.</summary>
    public Guid? VersionId { get; set; }

    /// <summary>E-mail of who sent it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version that it became.</summary>
    public ModelVersion? Version { get; init; }
}
