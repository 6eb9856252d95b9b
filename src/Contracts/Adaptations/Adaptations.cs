using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Adaptations;

/// <summary>State of an adaptation.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AdaptationState>))]
public enum AdaptationState
{
    /// <summary>Waits for a worker or is being computed.</summary>
    Pending,

    /// <summary>Answered.</summary>
    Done,

    /// <summary>Failed; the problem says why.</summary>
    Failed,
}

/// <summary>A handful of labelled examples and the images to predict.</summary>
public sealed record AdaptAndPredictRequest
{
    /// <summary>Labelled images, 2 to 100 labels.</summary>
    public IReadOnlyList<SupportImage> Support { get; init; } = [];

    /// <summary>Images to predict.</summary>
    public IReadOnlyList<QueryImage> Query { get; init; } = [];

    /// <summary>Adaptation steps, 0 to 500; the model's own number when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Step size of adaptation; the model's own when absent.</summary>
    public double? LearningRate { get; init; }
}

/// <summary>A labelled image.</summary>
/// <param name="Label">Its class, any text of 1 to 100 characters.</param>
/// <param name="Image">PNG, JPEG, WebP, GIF or BMP (base64 in JSON).</param>
public sealed record SupportImage(string Label, byte[] Image);

/// <summary>An image to predict.</summary>
/// <param name="Id">Returned with its prediction; unique within the request.</param>
/// <param name="Image">PNG, JPEG, WebP, GIF or BMP (base64 in JSON).</param>
public sealed record QueryImage(string Id, byte[] Image);

/// <summary>The answer to adapt-and-predict.</summary>
/// <param name="AdaptationId">Id under which it is kept.</param>
/// <param name="Model">Team and slug of the model, as <c>team/model</c>.</param>
/// <param name="Version">Version that was adapted.</param>
/// <param name="Labels">Labels in the order they first appeared in the support set.</param>
/// <param name="Predictions">One for each query, in the order sent.</param>
/// <param name="SupportLoss">Loss on the support set before adaptation and after each step.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record AdaptAndPredictResponse(
    Guid AdaptationId, string Model, int Version, IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions,
    IReadOnlyList<double> SupportLoss, AdaptationTimings Timings);

/// <summary>The prediction for one query.</summary>
/// <param name="Id">Id of the query.</param>
/// <param name="Label">Most probable label.</param>
/// <param name="Probabilities">Probability of each label.</param>
public sealed record Prediction(string Id, string Label, IReadOnlyDictionary<string, double> Probabilities);

/// <summary>Milliseconds an adaptation took.</summary>
/// <param name="QueueMs">From the request until a worker took it.</param>
/// <param name="AdaptMs">Reading images, loading the model where it was not cached, adapting.</param>
/// <param name="PredictMs">Predicting.</param>
public sealed record AdaptationTimings(double QueueMs, double AdaptMs, double PredictMs);

/// <summary>An adaptation by id.</summary>
/// <param name="Id">Id.</param>
/// <param name="State">State.</param>
/// <param name="Result">The answer when done.</param>
/// <param name="FailureReason">One sentence when failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record AdaptationDetail(Guid Id, AdaptationState State, AdaptAndPredictResponse? Result, string? FailureReason, DateTimeOffset CreatedAt);
