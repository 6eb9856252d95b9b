using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Runs;

/// <summary>Submits a run's spec again, with changes.</summary>
public sealed record CloneRunRequest
{
    /// <summary>Name shown; that of the run when absent.</summary>
    public string? Name { get; init; }

    /// <summary>Parts of a run spec that replace the run's.</summary>
    public JsonObject? Overrides { get; init; }

    /// <summary>Its place among the team's queued runs; that of the run when absent.</summary>
    public RunPriority? Priority { get; init; }

    /// <summary>Words to find it by; those of the run when absent.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Changes what people call a run; what is absent stays.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Tags">Words to find it by; they replace the ones before.</param>
public sealed record ChangeRunRequest(string? Name = null, IReadOnlyList<string>? Tags = null);

/// <summary>Changes a run's place among the team's queued runs.</summary>
/// <param name="Priority">The new priority.</param>
public sealed record RunPriorityRequest([property: JsonRequired] RunPriority Priority);

/// <summary>What can be done to many runs at once.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunAction>))]
public enum RunAction
{
    /// <summary>Stop for good; the last checkpoint is kept.</summary>
    Cancel,

    /// <summary>Pause after saving a checkpoint.</summary>
    Pause,

    /// <summary>Put paused runs back on the queue.</summary>
    Resume,

    /// <summary>Let failed or cancelled runs go on from their last checkpoint.</summary>
    Retry,

    /// <summary>Delete; models that they became stay.</summary>
    Delete,
}

/// <summary>Does something to many runs of a team: those named, or those of a filter.</summary>
public sealed record BulkRunRequest
{
    /// <summary>What to do.</summary>
    [JsonRequired]
    public RunAction Action { get; init; }

    /// <summary>The runs.</summary>
    public IReadOnlyList<Guid>? Runs { get; init; }

    /// <summary>Which runs, in place of <see cref="Runs"/>; they must meet all that is given.</summary>
    public RunFilter? Filter { get; init; }
}

/// <summary>Which runs of a team; what is absent does not matter, but something must be given.</summary>
/// <param name="State">Their state.</param>
/// <param name="Family">Their task family.</param>
/// <param name="SubmittedBefore">Only runs that were submitted before this moment.</param>
/// <param name="Tag">A tag that they have.</param>
public sealed record RunFilter(RunState? State = null, TaskFamily? Family = null, DateTimeOffset? SubmittedBefore = null, string? Tag = null);

/// <summary>What became of each run; one that was refused leaves the others as they are.</summary>
/// <param name="Outcomes">One for each run, in the order asked for, or oldest first for a filter.</param>
/// <param name="More">Whether the filter holds for more runs than one request may act on: send it again.</param>
public sealed record BulkRunAnswer(IReadOnlyList<BulkRunOutcome> Outcomes, bool More);

/// <summary>What became of one run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Done">Whether it was done.</param>
/// <param name="Problem">Why not.</param>
public sealed record BulkRunOutcome(Guid Run, bool Done, string? Problem);
