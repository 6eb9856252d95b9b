using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Sweeps;

/// <summary>How a sweep searches.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SweepSearch>))]
public enum SweepSearch
{
    /// <summary>Every combination of the axes' values.</summary>
    Grid,

    /// <summary>Combinations drawn at random from the seed.</summary>
    Random,

    /// <summary>
    /// As <see cref="Random"/>, by successive halving: every trial trains a few meta-steps, and only the best go on to the next rung
    /// (ASHA: Li et al., A System for Massively Parallel Hyperparameter Tuning, MLSys 2020).
    /// </summary>
    Halving,
}

/// <summary>Asks for a sweep: a run spec, as a run is submitted, and the fields of it that vary.</summary>
public sealed record CreateSweepRequest
{
    /// <summary>Name shown; made up from the spec when absent.</summary>
    public string? Name { get; init; }

    /// <summary>Name of a recipe.</summary>
    public string? Recipe { get; init; }

    /// <summary>Parts of a run spec that replace the recipe's.</summary>
    public JsonObject? Overrides { get; init; }

    /// <summary>A whole run spec.</summary>
    public JsonObject? Spec { get; init; }

    /// <summary>Place of the trials among the team's queued runs: behind single runs when absent.</summary>
    public RunPriority Priority { get; init; } = RunPriority.Low;

    /// <summary>Words to find the trials by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The fields that vary.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; init; } = [];

    /// <summary>How to search.</summary>
    public SweepSearch Search { get; init; }

    /// <summary>Trials; a grid has as many as its axes have combinations.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>Seed of the combinations that are drawn. The seed of training is the spec's.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Meta-steps of the first rung of <see cref="SweepSearch.Halving"/>; rounded up to a multiple of the evaluation interval.</summary>
    public long MinSteps { get; init; }

    /// <summary>One in so many trials goes on from a rung, and each rung is so many times as long as the one before.</summary>
    public int Reduction { get; init; } = 3;
}

/// <summary>A field that varies: by a list of values, or in a range of numbers.</summary>
public sealed record SweepAxis
{
    /// <summary>Path of the field, such as <c>innerLoop.learningRate</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>Values as the spec writes them; null for a range.</summary>
    public IReadOnlyList<JsonValue>? Values { get; init; }

    /// <summary>Smallest number of a range.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number of a range.</summary>
    public double? Max { get; init; }

    /// <summary>Whether equal factors count as equal steps, as suits learning rates.</summary>
    public bool Log { get; init; }

    /// <summary>Numbers that a grid takes from the range, ends included.</summary>
    public int? Points { get; init; }
}
