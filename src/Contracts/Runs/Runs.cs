using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Runs;

/// <summary>State of a run.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker trains it.</summary>
    Running,

    /// <summary>Asked to pause; the worker saves a checkpoint first.</summary>
    Pausing,

    /// <summary>Paused; can be resumed.</summary>
    Paused,

    /// <summary>Asked to cancel; the worker saves a checkpoint first.</summary>
    Cancelling,

    /// <summary>Cancelled by a person; its last checkpoint is kept.</summary>
    Cancelled,

    /// <summary>Finished.</summary>
    Succeeded,

    /// <summary>Failed; the reason says why.</summary>
    Failed,
}

/// <summary>How much a run matters among its team's; other teams wait no longer for it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunPriority>))]
public enum RunPriority
{
    /// <summary>After all others of the team.</summary>
    Low,

    /// <summary>In turn.</summary>
    Normal,

    /// <summary>Before all others of the team.</summary>
    High,
}

/// <summary>Questions about states that every room answers alike.</summary>
public static class RunStates
{
    /// <summary>Whether nothing more happens to a run in this state.</summary>
    public static bool IsFinal(this RunState state) => state is RunState.Cancelled or RunState.Succeeded or RunState.Failed;
}

/// <summary>Why nobody takes a run that waits.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QueueObstacle>))]
public enum QueueObstacle
{
    /// <summary>No worker that trains is at work.</summary>
    NoWorker,

    /// <summary>Workers are at work, but none of them has the device that the run asks for.</summary>
    NoSuchDevice,
}

/// <summary>A run in a list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Name">Name shown.</param>
/// <param name="State">State.</param>
/// <param name="Family">Its task family.</param>
/// <param name="Dataset">Id of its dataset; null where tasks need none.</param>
/// <param name="DatasetName">Name of its dataset; null where tasks need none.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="TotalSteps">Meta-steps planned.</param>
/// <param name="Measure">What the score counts.</param>
/// <param name="Score">Newest score after adaptation: on test tasks when finished, else on validation tasks; null before the first evaluation.</param>
/// <param name="FailureReason">One sentence when <see cref="RunState.Failed"/>.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="FinishedAt">When it reached a final state.</param>
/// <param name="CreatedBy">Who submitted it.</param>
/// <param name="Model">The model version it became, when it has.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Priority">Its place among the team's queued runs.</param>
/// <param name="QueuePlace">Its place among all that wait, 1 is next; null unless it is queued.</param>
/// <param name="StartsInSeconds">About when a worker takes it; null unless it is queued, and where nothing is known to judge by.</param>
/// <param name="SecondsLeft">About how long it needs from now, or from its start when it is queued; null where nothing is known to judge by.</param>
/// <param name="Obstacle">Why it would wait for ever as things are; null where its turn comes, and unless it is queued.</param>
public sealed record RunSummary(
    Guid Id, string Team, string Name, RunState State, TaskFamily Family, Guid? Dataset, string? DatasetName, long Step, long TotalSteps,
    Measure Measure, double? Score, string? FailureReason, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, string CreatedBy, ModelReference? Model, IReadOnlyList<string> Tags, RunPriority Priority = RunPriority.Normal,
    int? QueuePlace = null, double? StartsInSeconds = null, double? SecondsLeft = null, QueueObstacle? Obstacle = null);

/// <summary>Points at a model version.</summary>
public sealed record ModelReference(string Team, string Slug, string Name, int Version);

/// <summary>A run with all its facts.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="Spec">The spec it runs.</param>
/// <param name="DatasetHash">Content hash of the dataset version it trains on; null without one.</param>
/// <param name="SoftwareVersion">Version of the software that trains it.</param>
/// <param name="LastEvent">Number of its newest event.</param>
/// <param name="Result">Result on test tasks, when finished.</param>
public sealed record RunDetail(
    RunSummary Summary, RunSpec Spec, string? DatasetHash, string SoftwareVersion, long LastEvent, EvaluationSummary? Result);

/// <summary>Quality on held-out tasks.</summary>
/// <param name="Measure">What the scores count.</param>
/// <param name="Score">Mean score after adaptation.</param>
/// <param name="Interval95">Half-width of the 95 % confidence interval of the mean.</param>
/// <param name="Loss">Mean loss after adaptation.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Steps">Adaptation steps after which the learner was judged, ascending from 0.</param>
/// <param name="ScoreByStep">Mean score after each of them.</param>
/// <param name="LossByStep">Mean loss after each of them.</param>
/// <param name="Details">Further figures of the task family by name.</param>
public sealed record EvaluationSummary(
    Measure Measure, double Score, double Interval95, double Loss, int Tasks,
    IReadOnlyList<int> Steps, IReadOnlyList<double> ScoreByStep, IReadOnlyList<double> LossByStep, IReadOnlyDictionary<string, double> Details);

/// <summary>
/// Submits a run, either <see cref="Spec"/> whole, or <see cref="Recipe"/> with <see cref="Overrides"/> laid over it.
/// A bare run spec is accepted as a body, too.
/// </summary>
public sealed record CreateRunRequest
{
    /// <summary>Name shown; made up from the spec when absent.</summary>
    public string? Name { get; init; }

    /// <summary>Name of a recipe.</summary>
    public string? Recipe { get; init; }

    /// <summary>Parts of a run spec that replace the recipe's.</summary>
    public JsonObject? Overrides { get; init; }

    /// <summary>A whole run spec.</summary>
    public JsonObject? Spec { get; init; }

    /// <summary>Its place among the team's queued runs.</summary>
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>A metric over meta-steps.</summary>
/// <param name="Name">Name, for example <c>validation.accuracy.after</c>.</param>
/// <param name="Points">Pairs of step and value, steps ascending.</param>
public sealed record MetricSeries(string Name, IReadOnlyList<MetricPoint> Points);

/// <summary>One value of a metric.</summary>
public sealed record MetricPoint(long Step, double Value);

/// <summary>A stored checkpoint of a run.</summary>
public sealed record CheckpointSummary(Guid Id, long Step, long Bytes, string Hash, DateTimeOffset CreatedAt);
