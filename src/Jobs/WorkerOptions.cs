using System.ComponentModel.DataAnnotations;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Runs;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs;

/// <summary>Settings of a worker process, section <c>Worker</c>.</summary>
public sealed class WorkerOptions : IValidatableObject
{
    private const string Auto = "auto", Always = "always", Never = "never";

    /// <summary>Queues to serve, separated by commas.</summary>
    [Required]
    public string Queues { get; set; } = $"{QueueNames.Interactive},{QueueNames.Training},{QueueNames.Housekeeping}";

    /// <summary>Where this worker computes: <c>auto</c> for the first GPU where there is one, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>. One process computes on one device.</summary>
    [Required]
    public string Device { get; set; } = ComputeDevices.Auto;

    /// <summary>
    /// Adaptations at the same time; all but one of them may take long. Null for 2, and for 16 on a GPU: only questions that threads hold
    /// at the same moment can be adapted to together there, and such a thread waits much and computes little.
    /// </summary>
    [Range(1, 64)]
    public int? InteractiveThreads { get; set; }

    /// <summary>Whether questions to one model that wait at the same moment are adapted to in one batch: <c>auto</c> for on a GPU only, where that is faster, <c>always</c> or <c>never</c>.</summary>
    [Required]
    public string StackAdaptations { get; set; } = Auto;

    /// <summary>Runs trained at the same time; more than one pays where runs are small and the device is not full, and is refused on a GPU.</summary>
    [Range(1, 64)]
    public int TrainingThreads { get; set; } = 1;

    /// <summary>Seconds without a sign of life after which another worker may take a run over.</summary>
    [Range(2.0, 3600.0)]
    public double LeaseTimeoutSeconds { get; set; } = RunQueue.LeaseTimeout.TotalSeconds;

    /// <summary>File that gets the time, in seconds since 1970 by the machine's clock, whenever the database has heard this worker; for health checks of containers. Null for none.</summary>
    public string? SignOfLife { get; set; }

    /// <summary>Newest checkpoints kept for each run, besides the best.</summary>
    [Range(1, 1000)]
    public int CheckpointsKept { get; set; } = 3;

    /// <summary>Workers that may die on a run, one after the other without a new checkpoint, or on an import, before it fails.</summary>
    [Range(1, 1000)]
    public int DeathsAllowed { get; set; } = 3;

    /// <summary>Minutes between two searches for stored bytes that nothing uses.</summary>
    [Range(0.01, 10_000)]
    public double CollectMinutes { get; set; } = 10;

    /// <summary>Models kept ready in memory.</summary>
    [Range(1, 1000)]
    public int ModelsCached { get; set; } = 8;

    /// <summary>Hours that workers which left stay listed.</summary>
    [Range(0.0, 8760.0)]
    public double GoneWorkersKeptHours { get; set; } = 24;

    /// <summary>Megabytes of models kept ready in memory.</summary>
    [Range(1, 1_000_000)]
    public int ModelMegabytes { get; set; } = 1024;

    /// <summary>Kept adaptations that stay ready in memory; others are adapted anew when they are asked.</summary>
    [Range(1, 100_000)]
    public int AdaptationsCached { get; set; } = 256;

    /// <summary>Megabytes of kept adaptations that stay ready in memory.</summary>
    [Range(1, 1_000_000)]
    public int AdaptationMegabytes { get; set; } = 512;

    /// <summary>Days after which answers of one use are deleted.</summary>
    [Range(0.0, 3650.0)]
    public double AdaptationDaysKept { get; set; } = 30;

    /// <summary>Seconds between looks for adaptations to delete.</summary>
    [Range(0.1, 86_400)]
    public double AdaptationSweepSeconds { get; set; } = 60;

    /// <summary>Most seconds that a ranking of models takes.</summary>
    [Range(1.0, 3600.0)]
    public double RankingSeconds { get; set; } = 60;

    /// <summary>Adaptations at the same time on the device of this process.</summary>
    public int AdaptationsAtOnce => InteractiveThreads ?? (ComputeDevice.Own.IsGpu ? 16 : 2);

    /// <summary>Whether this process adapts to several questions in one batch.</summary>
    public bool StacksAdaptations => StackAdaptations == Always || (StackAdaptations == Auto && ComputeDevice.Own.IsGpu);

    /// <summary>How long a lease lives without renewal.</summary>
    public TimeSpan LeaseTimeout => TimeSpan.FromSeconds(LeaseTimeoutSeconds);

    /// <summary>Time between renewals; short, because a renewal also brings people's wishes.</summary>
    public TimeSpan LeaseRenewal => TimeSpan.FromSeconds(Math.Min(2, LeaseTimeoutSeconds / 4));

    /// <summary>Time between signs of life; several fit into the time after which a worker counts as lost.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromSeconds(Math.Min(5, LeaseTimeoutSeconds / 4));

    /// <summary>How long workers that left stay listed.</summary>
    public TimeSpan GoneWorkersKept => TimeSpan.FromHours(GoneWorkersKeptHours);

    /// <summary>The queues as a list.</summary>
    public IReadOnlyList<string> QueueList() => Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] known = [QueueNames.Interactive, QueueNames.Training, QueueNames.Housekeeping];
        foreach (var unknown in QueueList().Except(known))
            yield return new ValidationResult($"Worker__Queues names '{unknown}'; queues are {string.Join(", ", known)}.");
        if (QueueList().Count == 0)
            yield return new ValidationResult($"Worker__Queues names no queue; queues are {string.Join(", ", known)}.");
        if (StackAdaptations is not (Auto or Always or Never))
            yield return new ValidationResult($"Worker__StackAdaptations is {Auto}, {Always} or {Never}, not '{StackAdaptations}'.");
        if (DeviceChoice.Refusal(this) is { } refusal)
            yield return new ValidationResult(refusal);
    }
}
