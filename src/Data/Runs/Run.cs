using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Models;
using WarpGrad.Data.Sweeps;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Runs;

/// <summary>One execution of a run spec.</summary>
public sealed class Run
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owning team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name shown.</summary>
    public required string Name { get; set; }

    /// <summary>Words to find it by.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>State.</summary>
    public RunState State { get; set; }

    /// <summary>The run spec as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>Seed of the spec, for searching.</summary>
    public long Seed { get; init; }

    /// <summary>Task family of the spec, for lists.</summary>
    public TaskFamily Family { get; init; }

    /// <summary>Dataset version it trains on; null for families that need none.</summary>
    public Guid? DatasetVersionId { get; init; }

    /// <summary>Model version that training started from; null for a fresh start.</summary>
    public Guid? ParentVersionId { get; init; }

    /// <summary>Score of every test task in the order of the tasks, for comparing runs task by task; null before the end and for older runs.</summary>
    public double[]? TaskScores { get; set; }

    /// <summary>Sweep whose trial it is; null for a run of its own.</summary>
    public Guid? SweepId { get; init; }

    /// <summary>Number of the trial within its sweep, from 1.</summary>
    public int? Trial { get; init; }

    /// <summary>Meta-steps after which it is put down and waits for its sweep; null without such a stop.</summary>
    public long? StepLimit { get; set; }

    /// <summary>Validation scores on the rungs of its sweep that it has completed; NaN where it had none.</summary>
    public double[] RungScores { get; set; } = [];

    /// <summary>Meta-steps done.</summary>
    public long Step { get; set; }

    /// <summary>Meta-steps planned.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Newest score after adaptation on held-out tasks; what it counts follows from the family.</summary>
    public double? Score { get; set; }

    /// <summary>Newest score on validation tasks, by which trials of a sweep are compared.</summary>
    public double? Validation { get; set; }

    /// <summary>Result on test tasks as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>One sentence for the person when it failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>Full detail for the operator when it failed.</summary>
    public string? FailureDetail { get; set; }

    /// <summary>Version of the software that trains it.</summary>
    public string SoftwareVersion { get; set; } = "";

    /// <summary>Number of the newest event; the row lock on it keeps numbers gapless.</summary>
    public long LastEvent { get; set; }

    /// <summary>Worker that holds the lease; null where none does, or it left the lease to run out.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Counts leases; every write of a worker names it, so that a worker that lost its lease writes nothing.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>When the lease was last renewed, by the database's clock.</summary>
    public DateTimeOffset? LeaseRenewedAt { get; set; }

    /// <summary>Workers in a row that died on it without storing a checkpoint.</summary>
    public int FruitlessTakeovers { get; set; }

    /// <summary>Its place among the team's queued runs.</summary>
    public RunPriority Priority { get; set; } = RunPriority.Normal;

    /// <summary>Seconds to the end, as the worker last reckoned; null when unknown or not in work.</summary>
    public double? SecondsLeft { get; set; }

    /// <summary>Who submitted it.</summary>
    public Guid CreatedById { get; init; }

    /// <summary>E-mail of who submitted it, as it was then.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last put on the queue; null for runs of earlier versions.</summary>
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>Place in the trace of the request that last put it on the queue, as W3C Trace Context has it; null where there was none.</summary>
    public string? TraceParent { get; set; }

    /// <summary>When a worker first took it.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Owning team.</summary>
    public Team? Team { get; init; }

    /// <summary>Dataset version it trains on; null for families that need none.</summary>
    public DatasetVersion? DatasetVersion { get; init; }

    /// <summary>Model version that training started from.</summary>
    public ModelVersion? ParentVersion { get; init; }

    /// <summary>Sweep whose trial it is.</summary>
    public Sweep? Sweep { get; init; }
}

/// <summary>Something that happened to a run.</summary>
public sealed class RunEventRow
{
    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>Number within the run, gapless from 1.</summary>
    public long N { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Kind of event.</summary>
    public required string Kind { get; init; }

    /// <summary>Payload as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>True for metrics of steps that were done again after a resume.</summary>
    public bool Superseded { get; set; }
}

/// <summary>A stored training state of a run.</summary>
public sealed class Checkpoint
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>Meta-steps done.</summary>
    public long Step { get; init; }

    /// <summary>Score on validation tasks of this very state; null where it was not measured.</summary>
    public double? Score { get; init; }

    /// <summary>The training state, safetensors.</summary>
    public Guid BlobId { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run.</summary>
    public Run? Run { get; init; }
}
