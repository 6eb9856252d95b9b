using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Contracts.Tokens;

/// <summary>What a token may do, within what its owner may do; each scope includes the ones before it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TokenScope>))]
public enum TokenScope
{
    /// <summary>Read, adapt and predict.</summary>
    Read,

    /// <summary>Also make and change things.</summary>
    Write,

    /// <summary>Also manage teams and tokens.</summary>
    Admin,
}

/// <summary>An API token without its secret.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Team">Slug of the only team it works in; null: all teams of its owner.</param>
/// <param name="Role">Role of a service token in its team; null for personal tokens.</param>
/// <param name="Prefix">First characters of the secret.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
public sealed record TokenSummary(
    Guid Id, string Name, TokenScope Scope, string? Team, TeamRole? Role, string Prefix,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Asks for a token.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="ExpiresInDays">1 to 365 days.</param>
/// <param name="Team">Slug of the only team it shall work in; null: all of the caller's.</param>
public sealed record CreateTokenRequest(string Name, TokenScope Scope = TokenScope.Read, int ExpiresInDays = 90, string? Team = null);

/// <summary>Asks for a token that belongs to a team instead of a person.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">What it may do: read or write.</param>
/// <param name="Role">Its role in the team, at most maintainer.</param>
/// <param name="ExpiresInDays">1 to 365 days.</param>
public sealed record CreateServiceTokenRequest(
    string Name, TokenScope Scope = TokenScope.Read, TeamRole Role = TeamRole.Member, int ExpiresInDays = 90);

/// <summary>A fresh token; the secret is shown this once and kept only as a hash.</summary>
public sealed record CreatedToken(TokenSummary Token, string Secret);
