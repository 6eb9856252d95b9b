using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Sweeps;

/// <summary>State of a sweep.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SweepState>))]
public enum SweepState
{
    /// <summary>Some of its trials still train or wait.</summary>
    Running,

    /// <summary>A person stopped it; what was trained is kept.</summary>
    Stopped,

    /// <summary>Every trial is done, or was left behind by better ones.</summary>
    Finished,
}

/// <summary>A sweep in a list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Name">Name shown.</param>
/// <param name="State">State.</param>
/// <param name="Search">How it searches.</param>
/// <param name="Family">Task family of its trials.</param>
/// <param name="Trials">Number of trials.</param>
/// <param name="Done">Trials of which nothing more will come.</param>
/// <param name="Measure">What scores count.</param>
/// <param name="Best">The best trial so far; null before the first evaluation.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="CreatedBy">Who submitted it.</param>
public sealed record SweepSummary(
    Guid Id, string Team, string Name, SweepState State, SweepSearch Search, TaskFamily Family, int Trials, int Done, Measure Measure,
    SweepBest? Best, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, string CreatedBy);

/// <summary>The best trial of a sweep: of those that came furthest, the one with the best validation score.</summary>
/// <param name="Trial">Its number, from 1.</param>
/// <param name="Run">Its run.</param>
/// <param name="Validation">Its newest score on validation tasks.</param>
public sealed record SweepBest(int Trial, Guid Run, double Validation);

/// <summary>A sweep with its trials: a row of a table, and a line of a picture with parallel coordinates, for each.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="Spec">The spec that the trials vary.</param>
/// <param name="Axes">The fields that vary.</param>
/// <param name="Rungs">Meta-steps at which trials wait for each other, ascending, the whole length last; one for searches without rungs.</param>
/// <param name="Seed">Seed of the combinations that were drawn.</param>
/// <param name="Trials">The trials by number.</param>
public sealed record SweepDetail(
    SweepSummary Summary, RunSpec Spec, IReadOnlyList<SweepAxis> Axes, IReadOnlyList<long> Rungs, long Seed, IReadOnlyList<SweepTrial> Trials);

/// <summary>One trial of a sweep.</summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="Run">Its run.</param>
/// <param name="State">State of its run.</param>
/// <param name="Values">Its values in the order of the axes.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Rung">Rungs reached.</param>
/// <param name="Validation">Newest score on validation tasks; null before the first evaluation.</param>
/// <param name="Score">Score on test tasks, when finished.</param>
/// <param name="FailureReason">One sentence when failed.</param>
public sealed record SweepTrial(
    int Number, Guid Run, RunState State, IReadOnlyList<JsonNode?> Values, long Step, int Rung, double? Validation, double? Score, string? FailureReason);
