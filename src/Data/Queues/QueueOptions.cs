using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Data.Queues;

/// <summary>Settings of the job queue, section <c>Queue</c>.</summary>
internal sealed class QueueOptions
{
    /// <summary>Seconds that a job whose worker fell silent waits for another one.</summary>
    [Range(1.0, 86_400.0)]
    public double ClaimSeconds { get; set; } = 60;
}
