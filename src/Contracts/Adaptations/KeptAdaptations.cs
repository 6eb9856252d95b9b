namespace WarpGrad.Contracts.Adaptations;

/// <summary>Adapts a model and keeps the result, to predict with it any number of times. For models of images and of curves.</summary>
public sealed record CreateAdaptationRequest
{
    /// <summary>Labelled examples: images of 2 to 100 labels, or points of a curve.</summary>
    public IReadOnlyList<SupportExample> Support { get; init; } = [];

    /// <summary>Adaptation steps, 0 to 500; the model's own number when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Step size of adaptation; the model's own when absent.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Ends adapting early, as soon as the loss on the examples is below this number; never when absent.</summary>
    public double? StopBelow { get; init; }

    /// <summary>Whether the examples are also used to judge.</summary>
    public LeaveOneOut LeaveOneOut { get; init; }

    /// <summary>A name to find it by.</summary>
    public string? Name { get; init; }

    /// <summary>Hours after which it is gone: 24 when absent, 720 at most.</summary>
    public double? HoursToLive { get; init; }
}

/// <summary>What a kept adaptation is to answer.</summary>
public sealed record PredictRequest
{
    /// <summary>Examples to predict.</summary>
    public IReadOnlyList<QueryExample> Query { get; init; } = [];
}

/// <summary>
/// Further examples for a kept adaptation. It goes on adapting from where it is, with a fresh inner optimiser, on all its examples:
/// those it had and then these.
/// </summary>
public sealed record AddSupportRequest
{
    /// <summary>The examples; labels must be among those it knows.</summary>
    public IReadOnlyList<SupportExample> Support { get; init; } = [];

    /// <summary>Further adaptation steps, 0 to 500; the model's own number when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Step size of adaptation; the model's own when absent.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Ends adapting early, as soon as the loss on all examples is below this number; never when absent.</summary>
    public double? StopBelow { get; init; }

    /// <summary>Whether the examples, old and new, are also used to judge.</summary>
    public LeaveOneOut LeaveOneOut { get; init; }
}

/// <summary>A kept adaptation as lists show it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name; empty when it has none.</param>
/// <param name="Model">Team and slug of the model, as <c>team/model</c>.</param>
/// <param name="Version">Version that was adapted.</param>
/// <param name="State">State.</param>
/// <param name="Kept">What it is kept as.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record AdaptationSummary(
    Guid Id, string Name, string Model, int Version, AdaptationState State, KeptAdaptation Kept, DateTimeOffset CreatedAt);

/// <summary>What an adaptation is kept as.</summary>
/// <param name="Name">Name; empty when it has none.</param>
/// <param name="Examples">Labelled examples it was adapted to.</param>
/// <param name="Rounds">Rounds of adapting: one at the start, and one for each time that examples were added.</param>
/// <param name="ExpiresAt">When it is gone.</param>
public sealed record KeptAdaptation(string Name, int Examples, int Rounds, DateTimeOffset ExpiresAt);
