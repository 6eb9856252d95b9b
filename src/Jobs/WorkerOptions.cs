using System.ComponentModel.DataAnnotations;
using WarpGrad.Contracts.Jobs;

namespace WarpGrad.Jobs;

/// <summary>Settings of a worker process, section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>Queues to serve, separated by commas.</summary>
    [Required]
    public string Queues { get; set; } = $"{QueueNames.Interactive},{QueueNames.Training},{QueueNames.Housekeeping}";

    /// <summary>Adaptations at the same time; all but one of them may take long.</summary>
    [Range(1, 64)]
    public int InteractiveThreads { get; set; } = 2;

    /// <summary>Seconds without a sign of life after which another worker may take a run over.</summary>
    [Range(2, 3600)]
    public double LeaseTimeoutSeconds { get; set; } = 30;

    /// <summary>Checkpoints kept for each run.</summary>
    [Range(1, 1000)]
    public int CheckpointsKept { get; set; } = 3;

    /// <summary>Models kept ready in memory.</summary>
    [Range(1, 1000)]
    public int ModelsCached { get; set; } = 8;

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
    [Range(0, 3650)]
    public double AdaptationDaysKept { get; set; } = 30;

    /// <summary>Seconds between looks for adaptations to delete.</summary>
    [Range(0.1, 86_400)]
    public double AdaptationSweepSeconds { get; set; } = 60;

    /// <summary>Most seconds that a ranking of models takes.</summary>
    [Range(1, 3600)]
    public double RankingSeconds { get; set; } = 60;

    /// <summary>How long a lease lives without renewal.</summary>
    public TimeSpan LeaseTimeout => TimeSpan.FromSeconds(LeaseTimeoutSeconds);

    /// <summary>Time between renewals; short, because a renewal also brings people's wishes.</summary>
    public TimeSpan LeaseRenewal => TimeSpan.FromSeconds(Math.Min(2, LeaseTimeoutSeconds / 4));

    /// <summary>The queues as a list.</summary>
    /// <exception cref="InvalidOperationException">A name is unknown.</exception>
    public IReadOnlyList<string> QueueList()
    {
        string[] known = [QueueNames.Interactive, QueueNames.Training, QueueNames.Housekeeping];
        var names = Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Except(known).FirstOrDefault() is { } unknown
            ? throw new InvalidOperationException($"Worker:Queues names '{unknown}'; queues are {string.Join(", ", known)}.")
            : names;
    }
}
