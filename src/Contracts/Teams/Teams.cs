using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Teams;

/// <summary>What a member may do; each role includes the ones before it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TeamRole>))]
public enum TeamRole
{
    /// <summary>Sees everything of the team and predicts.</summary>
    Viewer,

    /// <summary>Also makes datasets, runs and models.</summary>
    Member,

    /// <summary>Also deletes and shares.</summary>
    Maintainer,

    /// <summary>Also manages members.</summary>
    Owner,
}

/// <summary>A team of the caller.</summary>
/// <param name="Slug">Name used in addresses.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Role">The caller's role.</param>
public sealed record TeamSummary(string Slug, string Name, TeamRole Role);

/// <summary>Founds a team, whose owner is the caller.</summary>
public sealed record CreateTeamRequest(string Name);

/// <summary>A member of a team.</summary>
/// <param name="UserId">Id of the account.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="DisplayName">Name shown.</param>
/// <param name="Role">Role in the team.</param>
/// <param name="IsDeactivated">Whether an administrator has closed the account: the person stays a member but cannot sign in.</param>
public sealed record TeamMember(Guid UserId, string Email, string DisplayName, TeamRole Role, bool IsDeactivated = false);
