using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Adaptations;

/// <summary>When the examples judge each other. It takes as many adaptations as there are examples, and two of every label.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LeaveOneOut>))]
public enum LeaveOneOut
{
    /// <summary>Where it is possible and examples × steps × examples is at most <see cref="Limits.LeaveOneOutPasses"/>.</summary>
    Auto,

    /// <summary>Whatever it takes; refused where it is not possible.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>How well each example was predicted by a model adapted to the others alone.</summary>
/// <param name="Correct">Examples that were predicted right.</param>
/// <param name="Of">Examples.</param>
/// <param name="Accuracy">Their ratio.</param>
public sealed record LeaveOneOutResult(int Correct, int Of, double Accuracy);
