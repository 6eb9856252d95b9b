using WarpGrad.Data.Runs;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Models;

/// <summary>A named registry entry.</summary>
public sealed class Model
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owning team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name used in addresses; unique in the team.</summary>
    public required string Slug { get; init; }

    /// <summary>Name shown.</summary>
    public required string Name { get; set; }

    /// <summary>When it was first registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Owning team.</summary>
    public Team? Team { get; init; }

    /// <summary>Its versions.</summary>
    public List<ModelVersion> Versions { get; init; } = [];
}

/// <summary>An immutable published checkpoint.</summary>
public sealed class ModelVersion
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>1, 2, …</summary>
    public int Number { get; init; }

    /// <summary>The run it came from.</summary>
    public Guid RunId { get; init; }

    /// <summary>Meta-steps done.</summary>
    public long Step { get; init; }

    /// <summary>The model file, safetensors.</summary>
    public Guid BlobId { get; init; }

    /// <summary>Result on test tasks as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The model.</summary>
    public Model? Model { get; init; }

    /// <summary>The run it came from.</summary>
    public Run? Run { get; init; }

    /// <summary>The model file.</summary>
    public Blobs.Blob? Blob { get; init; }
}
