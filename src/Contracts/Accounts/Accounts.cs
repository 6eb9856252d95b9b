using WarpGrad.Contracts.Teams;

namespace WarpGrad.Contracts.Accounts;

/// <summary>Whether the installation still waits for its first account.</summary>
public sealed record SetupStatus(bool Required);

/// <summary>Creates the administrator and the first team; works once.</summary>
public sealed record SetupRequest(string Email, string Password, string TeamName, string? DisplayName = null);

/// <summary>Signs a browser in.</summary>
public sealed record SignInRequest(string Email, string Password, bool Remember = false);

/// <summary>The caller.</summary>
public sealed record Me(Guid Id, string Email, string DisplayName, bool IsAdministrator, IReadOnlyList<TeamSummary> Teams);
