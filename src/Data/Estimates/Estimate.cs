using WarpGrad.Data.Datasets;

namespace WarpGrad.Data.Estimates;

/// <summary>A question what a run would cost, with its answer once a worker has measured it.</summary>
public sealed class Estimate
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Team that asks.</summary>
    public Guid TeamId { get; init; }

    /// <summary>SHA-256 in hexadecimal digits of all that the cost depends on: the same question is measured once.</summary>
    public required string Key { get; init; }

    /// <summary>The run spec as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>Dataset version it would train on; null for families that need none.</summary>
    public Guid? DatasetVersionId { get; init; }

    /// <summary>The answer as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>One sentence when the probe failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>When workers were last told of it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its newest probe began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Dataset version it would train on.</summary>
    public DatasetVersion? DatasetVersion { get; init; }
}
