namespace WarpGrad.Contracts.Teams;

/// <summary>Names an invitation by its secret. In a body, because addresses end up in logs.</summary>
public sealed record InvitationCodeRequest(string Code);

/// <summary>Makes an account for somebody who holds an invitation, and accepts it.</summary>
/// <param name="Code">Secret of the invitation.</param>
/// <param name="Email">E-mail address to sign in with.</param>
/// <param name="Password">At least 10 characters.</param>
/// <param name="DisplayName">Name shown to others.</param>
public sealed record RegisterRequest(string Code, string Email, string Password, string? DisplayName = null);
