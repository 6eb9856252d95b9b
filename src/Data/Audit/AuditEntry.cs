namespace WarpGrad.Data.Audit;

/// <summary>Who did what to which thing, when, from where. Written with the change itself, never altered.</summary>
public sealed class AuditEntry
{
    /// <summary>Id; ascends with time.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Team it concerns; null for the installation.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Id of the person or service token; null for strangers.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>E-mail of the person, or name of the token.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>model.share</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Kind of thing, such as <c>model</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of the thing, or its address.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the thing as it was then.</summary>
    public required string Name { get; init; }

    /// <summary>What changed, in words.</summary>
    public required string Detail { get; init; }

    /// <summary>Network address it came from.</summary>
    public required string Address { get; init; }
}
