using WarpGrad.Contracts.Teams;

namespace WarpGrad.Contracts.Accounts;

/// <summary>Changes the name that others see.</summary>
public sealed record ChangeMeRequest(string DisplayName);

/// <summary>Changes one's own password; other browsers are signed out.</summary>
public sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);

/// <summary>Sets a new password with the link that an administrator made.</summary>
/// <param name="User">Id from the link.</param>
/// <param name="Code">Secret from the link.</param>
/// <param name="NewPassword">The password from now on.</param>
public sealed record ResetPasswordRequest(Guid User, string Code, string NewPassword);

/// <summary>An account, for administrators.</summary>
/// <param name="Id">Id.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="DisplayName">Name shown.</param>
/// <param name="IsAdministrator">Whether the person administers the installation.</param>
/// <param name="Teams">Number of teams.</param>
/// <param name="LockedUntil">End of the lock after too many wrong passwords; null when there is none.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="DeactivatedAt">When an administrator deactivated it; null while its person may sign in.</param>
public sealed record AccountSummary(
    Guid Id, string Email, string DisplayName, bool IsAdministrator, int Teams, DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt,
    DateTimeOffset? DeactivatedAt = null);

/// <summary>A link that lets its holder set a new password, once.</summary>
/// <param name="Link">Address of the page that takes it, relative to the installation; shown this once.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record PasswordResetLink(string Link, DateTimeOffset ExpiresAt);

/// <summary>A team whose owners have all been deactivated, for administrators.</summary>
/// <param name="Slug">Name used in addresses.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Members">Members who may sign in; any of them can be made the owner.</param>
public sealed record OwnerlessTeam(string Slug, string Name, IReadOnlyList<TeamMember> Members);

/// <summary>Makes a member of a team without an owner its owner.</summary>
public sealed record NameOwnerRequest(Guid UserId);
