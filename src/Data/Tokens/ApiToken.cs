using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Tokens;

/// <summary>A bearer token, kept only as a hash.</summary>
public sealed class ApiToken
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owner; null for a service token, which belongs to its team.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The only team that it works in; null: all teams of its owner.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Role of a service token in its team; null for personal tokens, which have their owner's.</summary>
    public TeamRole? Role { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public TokenScope Scope { get; init; }

    /// <summary>SHA-256 of the secret; the secret has 256 random bits, so no salt is needed.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>First characters of the secret, for recognising it.</summary>
    public required string Prefix { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Owner.</summary>
    public User? User { get; init; }

    /// <summary>The only team that it works in.</summary>
    public Team? Team { get; init; }
}
