using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data.Models;

namespace WarpGrad.Data.Adaptations;

/// <summary>What is asked of a model.</summary>
public enum AdaptationKind
{
    /// <summary>Adapt to examples, predict others, and keep nothing but the answer.</summary>
    Once,

    /// <summary>Adapt to examples and keep what came of it: the row of a kept adaptation, and its first round.</summary>
    Keep,

    /// <summary>A further round of a kept adaptation, with more examples.</summary>
    Add,

    /// <summary>Predict with a kept adaptation as it was after a given round.</summary>
    Predict,

    /// <summary>Rank models by how well they adapt.</summary>
    Rank,

    /// <summary>Look at what the warps of a model do.</summary>
    Inspect,
}

/// <summary>A question to a model and, once a worker has answered, its answer. The rows that wait are the queue of interactive work.</summary>
public sealed class Adaptation
{
    /// <summary>Id; ascends with time, so that the oldest can be served first.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What is asked.</summary>
    public AdaptationKind Kind { get; init; }

    /// <summary>Team that asks: members of it may read the answer, and its share of the workers it takes.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Version that is adapted; null for a ranking, which looks at many.</summary>
    public Guid? ModelVersionId { get; init; }

    /// <summary>The kept adaptation that is asked; null for the other kinds.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Of a kept adaptation the rounds done; of a further round its number; of a prediction the round it is made with.</summary>
    public int Round { get; set; }

    /// <summary>State.</summary>
    public AdaptationState State { get; set; }

    /// <summary>The question as UTF-8 JSON: <see cref="AdaptAndPredictRequest"/>, <see cref="RankingQuestion"/> or <see cref="Contracts.Inspections.InspectModelRequest"/>.</summary>
    public required byte[] Request { get; init; }

    /// <summary>The answer as JSON, sent to callers as the database gives it.</summary>
    public string? Result { get; set; }

    /// <summary>One sentence for the caller when it failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>Problem type when it failed.</summary>
    public string? FailureType { get; set; }

    /// <summary>Whether it takes so long that not all of a worker's threads may do the like.</summary>
    public bool Heavy { get; init; }

    /// <summary>Name of a kept adaptation.</summary>
    public string? Name { get; init; }

    /// <summary>Labelled examples of a kept adaptation.</summary>
    public int Examples { get; set; }

    /// <summary>When a kept adaptation is gone.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Worker that has it in work.</summary>
    public string? ClaimedBy { get; set; }

    /// <summary>When another worker may take it over; renewed while its worker lives.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>How often a worker took it; an answer counts only from the last of them.</summary>
    public int Attempts { get; set; }

    /// <summary>Who asked.</summary>
    public Guid CreatedById { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Place in the trace of the request that asked, as W3C Trace Context has it; null where there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Version that is adapted.</summary>
    public ModelVersion? ModelVersion { get; init; }

    /// <summary>The kept adaptation that is asked.</summary>
    public Adaptation? Parent { get; init; }
}
