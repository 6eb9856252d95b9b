using WarpGrad.Contracts.Teams;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Data.Teams;

/// <summary>The unit of ownership and sharing.</summary>
public sealed class Team
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Name used in addresses; unique.</summary>
    public required string Slug { get; set; }

    /// <summary>Name shown.</summary>
    public required string Name { get; set; }

    /// <summary>When it was founded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its members.</summary>
    public List<Membership> Members { get; init; } = [];
}

/// <summary>A person's role in a team.</summary>
public sealed class Membership
{
    /// <summary>The team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>The person.</summary>
    public Guid UserId { get; init; }

    /// <summary>What the person may do.</summary>
    public TeamRole Role { get; set; }

    /// <summary>The team.</summary>
    public Team? Team { get; init; }

    /// <summary>The person.</summary>
    public User? User { get; init; }
}
