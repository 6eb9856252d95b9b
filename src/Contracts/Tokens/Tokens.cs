using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

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
public sealed record TokenSummary(Guid Id, string Name, TokenScope Scope, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Asks for a token.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="ExpiresInDays">1 to 365 days.</param>
public sealed record CreateTokenRequest(string Name, TokenScope Scope = TokenScope.Read, int ExpiresInDays = 90);

/// <summary>A fresh token; the secret is shown this once and kept only as a hash.</summary>
public sealed record CreatedToken(TokenSummary Token, string Secret);
