namespace WarpGrad.Contracts.Adaptations;

/// <summary>Asks which models adapt best to a support set of images.</summary>
public sealed record RankModelsRequest
{
    /// <summary>Labelled images, two of every label at least.</summary>
    public IReadOnlyList<SupportExample> Support { get; init; } = [];

    /// <summary>Adaptation steps, 0 to 500; each model's own number when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Models to look at, as <c>team/model</c>; the newest that the team may adapt when absent.</summary>
    public IReadOnlyList<string>? Models { get; init; }
}

/// <summary>A ranking by id.</summary>
/// <param name="Id">Id.</param>
/// <param name="State">State.</param>
/// <param name="Result">The ranking when done.</param>
/// <param name="FailureReason">One sentence when failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record RankingDetail(Guid Id, AdaptationState State, ModelRanking? Result, string? FailureReason, DateTimeOffset CreatedAt);

/// <summary>Models in the order of their accuracy on a support set.</summary>
/// <param name="Folds">
/// Parts that the examples were divided into: each part was predicted by the model adapted to the others, so that every example judges once.
/// </param>
/// <param name="Models">Models that could be judged, the best first.</param>
/// <param name="LeftOut">Models that could not, and why.</param>
public sealed record ModelRanking(int Folds, IReadOnlyList<RankedModel> Models, IReadOnlyList<LeftOutModel> LeftOut);

/// <summary>A model's accuracy on examples that it was not adapted to.</summary>
/// <param name="Model">Team and slug, as <c>team/model</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Version that was judged: the newest.</param>
/// <param name="Accuracy">Part of the examples that were predicted right.</param>
/// <param name="Low">Lower end of the accuracy's 95 % interval (Wilson).</param>
/// <param name="High">Upper end.</param>
/// <param name="Correct">Examples that were predicted right.</param>
/// <param name="Of">Examples.</param>
public sealed record RankedModel(string Model, string Name, int Version, double Accuracy, double Low, double High, int Correct, int Of);

/// <summary>A model that was not judged.</summary>
/// <param name="Model">Team and slug, as <c>team/model</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record LeftOutModel(string Model, string Name, string Reason);
