using WarpGrad.Contracts.Teams;

namespace WarpGrad.Data.Teams;

/// <summary>A link that lets one person into a team, once.</summary>
public sealed class Invitation
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Role that the person gets.</summary>
    public TeamRole Role { get; init; }

    /// <summary>For whom it was made, in the words of who made it.</summary>
    public required string Note { get; init; }

    /// <summary>SHA-256 of the secret in the link.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>E-mail of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who came by it; null while it is open.</summary>
    public string? AcceptedBy { get; set; }

    /// <summary>When it was used.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>The team.</summary>
    public Team? Team { get; init; }
}
