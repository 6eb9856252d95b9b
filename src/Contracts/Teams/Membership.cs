using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Teams;

/// <summary>Renames a team; its address stays.</summary>
public sealed record ChangeTeamRequest(string Name);

/// <summary>Gives a member another role.</summary>
public sealed record ChangeRoleRequest([property: JsonRequired] TeamRole Role);

/// <summary>Hands a team over: the member becomes an owner, the caller a maintainer.</summary>
public sealed record TransferTeamRequest(Guid UserId);

/// <summary>Asks for a link into a team.</summary>
/// <param name="Role">Role that the person gets.</param>
/// <param name="ExpiresInDays">1 to 30 days.</param>
/// <param name="Note">For whom it is, in one's own words.</param>
public sealed record CreateInvitationRequest(TeamRole Role = TeamRole.Member, int ExpiresInDays = 7, string Note = "");

/// <summary>A link into a team, without its secret.</summary>
/// <param name="Id">Id.</param>
/// <param name="Role">Role that the person gets.</param>
/// <param name="Note">For whom it is.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="AcceptedBy">Who came by it; null while it is open.</param>
/// <param name="AcceptedAt">When it was used.</param>
public sealed record InvitationSummary(
    Guid Id, TeamRole Role, string Note, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? AcceptedBy, DateTimeOffset? AcceptedAt);

/// <summary>A fresh invitation.</summary>
/// <param name="Invitation">What it is.</param>
/// <param name="Code">Its secret; shown this once and kept only as a hash.</param>
/// <param name="Link">Address of the page that takes it, relative to the installation.</param>
public sealed record CreatedInvitation(InvitationSummary Invitation, string Code, string Link);

/// <summary>What somebody who holds an invitation is invited to.</summary>
/// <param name="Team">Slug of the team.</param>
/// <param name="TeamName">Name of the team.</param>
/// <param name="Role">Role that one gets.</param>
/// <param name="InvitedBy">Who made the invitation.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record InvitationOffer(string Team, string TeamName, TeamRole Role, string InvitedBy, DateTimeOffset ExpiresAt);
