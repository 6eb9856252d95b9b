using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Sweeps;

/// <summary>A search over fields of a run spec; its trials are runs.</summary>
public sealed class Sweep
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owning team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name shown; the models of all trials are versions of one model of this name.</summary>
    public required string Name { get; init; }

    /// <summary>State.</summary>
    public SweepState State { get; set; }

    /// <summary>How it searches.</summary>
    public SweepSearch Search { get; init; }

    /// <summary>Task family of its trials.</summary>
    public TaskFamily Family { get; init; }

    /// <summary>The spec that trials vary, as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>The <see cref="SweepAxis"/> list as JSON.</summary>
    public required string Axes { get; init; }

    /// <summary>Meta-steps at which trials wait for each other, ascending, the whole length last.</summary>
    public required long[] Rungs { get; init; }

    /// <summary>One in so many trials goes on from a rung.</summary>
    public int Reduction { get; init; }

    /// <summary>Seed of the combinations that were drawn.</summary>
    public long Seed { get; init; }

    /// <summary>E-mail of who submitted it, as it was then.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Owning team.</summary>
    public Team? Team { get; init; }

    /// <summary>Its trials.</summary>
    public ICollection<Run> Runs { get; } = [];
}
