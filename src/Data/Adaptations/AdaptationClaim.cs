namespace WarpGrad.Data.Adaptations;

/// <summary>A question that a worker has taken, with all it needs to answer.</summary>
/// <param name="Id">The question.</param>
/// <param name="Attempt">Number of the claim; an answer under an older one changes nothing.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="TeamId">Team that asks.</param>
/// <param name="Parent">The kept adaptation that is asked; null for the other kinds.</param>
/// <param name="Round">Round of the kept adaptation.</param>
/// <param name="Heavy">Whether it takes long.</param>
/// <param name="Request">The question.</param>
/// <param name="BlobId">File of the model; null for a ranking.</param>
/// <param name="Model">Team and slug of the model; empty for a ranking.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="QueueMs">Milliseconds from asking until now.</param>
/// <param name="TraceParent">Place in the trace of the request that asked; null where there was none.</param>
public sealed record AdaptationClaim(
    Guid Id, int Attempt, AdaptationKind Kind, Guid TeamId, Guid? Parent, int Round, bool Heavy, byte[] Request, Guid? BlobId, string Model, int Version,
    double QueueMs, string? TraceParent);

/// <summary>What came of a question.</summary>
/// <param name="Result">The answer as JSON; null when it failed.</param>
/// <param name="FailureType">Problem type when it failed.</param>
/// <param name="FailureReason">One sentence when it failed.</param>
public sealed record AdaptationOutcome(string? Result, string? FailureType = null, string? FailureReason = null);
