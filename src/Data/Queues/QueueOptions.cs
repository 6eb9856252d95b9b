using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Data.Queues;

/// <summary>Settings of the job queue, section <c>Queue</c>.</summary>
internal sealed class QueueOptions
{
    /// <summary>Seconds that a job whose worker fell silent, or a lock on it, is kept from other workers.</summary>
    [Range(1.0, 86_400.0)]
    public double ClaimSeconds { get; set; } = 60;
}
