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

/// <summary>Questions about states that every room answers alike.</summary>
public static class RunStates
{
    /// <summary>Whether nothing more happens to a run in this state.</summary>
    public static bool IsFinal(this RunState state) => state is RunState.Cancelled or RunState.Succeeded or RunState.Failed;
}

/// <summary>A run in a list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Name">Name shown.</param>
/// <param name="State">State.</param>
/// <param name="Dataset">Id of its dataset.</param>
/// <param name="DatasetName">Name of its dataset.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="TotalSteps">Meta-steps planned.</param>
/// <param name="Accuracy">Newest accuracy after adaptation: on test tasks when finished, else on validation tasks; null before the first evaluation.</param>
/// <param name="FailureReason">One sentence when <see cref="RunState.Failed"/>.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="FinishedAt">When it reached a final state.</param>
/// <param name="CreatedBy">Who submitted it.</param>
/// <param name="Model">The model version it became, when it has.</param>
public sealed record RunSummary(
    Guid Id, string Team, string Name, RunState State, Guid Dataset, string DatasetName, long Step, long TotalSteps,
    double? Accuracy, string? FailureReason, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, string CreatedBy, ModelReference? Model);

/// <summary>Points at a model version.</summary>
public sealed record ModelReference(string Team, string Slug, string Name, int Version);

/// <summary>A run with all its facts.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="Spec">The spec it runs.</param>
/// <param name="DatasetHash">Content hash of the dataset version it trains on.</param>
/// <param name="SoftwareVersion">Version of the software that trains it.</param>
/// <param name="LastEvent">Number of its newest event.</param>
/// <param name="Result">Result on test tasks, when finished.</param>
public sealed record RunDetail(
    RunSummary Summary, RunSpec Spec, string DatasetHash, string SoftwareVersion, long LastEvent, EvaluationSummary? Result);

/// <summary>Accuracy on held-out tasks.</summary>
/// <param name="Accuracy">Mean accuracy after adaptation, 0 to 1.</param>
/// <param name="Interval95">Half-width of the 95 % confidence interval of the mean.</param>
/// <param name="Loss">Mean loss after adaptation.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Ways">Classes per task.</param>
/// <param name="Shots">Support images per class.</param>
/// <param name="AccuracyByStep">Mean accuracy before adaptation and after each step.</param>
/// <param name="LossByStep">Mean query loss before adaptation and after each step.</param>
public sealed record EvaluationSummary(
    double Accuracy, double Interval95, double Loss, int Tasks, int Ways, int Shots,
    IReadOnlyList<double> AccuracyByStep, IReadOnlyList<double> LossByStep);

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
}

/// <summary>A metric over meta-steps.</summary>
/// <param name="Name">Name, for example <c>validation.accuracy.after</c>.</param>
/// <param name="Points">Pairs of step and value, steps ascending.</param>
public sealed record MetricSeries(string Name, IReadOnlyList<MetricPoint> Points);

/// <summary>One value of a metric.</summary>
public sealed record MetricPoint(long Step, double Value);

/// <summary>A stored checkpoint of a run.</summary>
public sealed record CheckpointSummary(Guid Id, long Step, long Bytes, string Hash, DateTimeOffset CreatedAt);
