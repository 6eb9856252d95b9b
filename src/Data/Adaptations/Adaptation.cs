using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data.Models;

namespace WarpGrad.Data.Adaptations;

/// <summary>One use of a model version on a support set.</summary>
public sealed class Adaptation
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Team of the caller's model.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Version that is adapted.</summary>
    public Guid ModelVersionId { get; init; }

    /// <summary>State.</summary>
    public AdaptationState State { get; set; }

    /// <summary>The request: UTF-8 JSON of <see cref="AdaptAndPredictRequest"/>.</summary>
    public required byte[] Request { get; init; }

    /// <summary>The answer as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>One sentence for the caller when it failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>Problem type when it failed.</summary>
    public string? FailureType { get; set; }

    /// <summary>Who asked.</summary>
    public Guid CreatedById { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version that is adapted.</summary>
    public ModelVersion? ModelVersion { get; init; }
}
