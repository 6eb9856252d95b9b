using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Data.Models;

/// <summary>An immutable published checkpoint. It says itself what it is, so that it outlives its run and can come from elsewhere.</summary>
public sealed class ModelVersion
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>1, 2, …</summary>
    public int Number { get; init; }

    /// <summary>The run it came from; null for an imported file, and once the run is deleted.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Whether it came from a file that somebody sent.</summary>
    public bool Imported { get; init; }

    /// <summary>The run spec as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>Task family of the spec, for searching.</summary>
    public TaskFamily Family { get; init; }

    /// <summary>Meta-steps done.</summary>
    public long Step { get; init; }

    /// <summary>Content hash of the dataset version it was trained on; empty for families that need none.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>Shape of its images as <c>channels×height×width</c>; null for families that have none.</summary>
    public int[]? Image { get; init; }

    /// <summary>The model file, safetensors.</summary>
    public Guid BlobId { get; init; }

    /// <summary>Result on test tasks as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>Who registered it: submitted the run or imported the file.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The model.</summary>
    public Model? Model { get; init; }

    /// <summary>The run it came from.</summary>
    public Run? Run { get; init; }

    /// <summary>The model file.</summary>
    public Blobs.Blob? Blob { get; init; }
}
