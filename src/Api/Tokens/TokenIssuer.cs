using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Tokens;

namespace WarpGrad.Api.Tokens;

/// <summary>Makes tokens.</summary>
internal sealed class TokenIssuer(WarpGradDbContext database, TimeProvider time)
{
    /// <summary>A personal token and its secret, which is not kept. It exists once the caller saves.</summary>
    /// <param name="userId">Its owner.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="life">How long it works.</param>
    /// <param name="teamId">The only team it works in; null: all of its owner's.</param>
    public (ApiToken Token, string Secret) Personal(Guid userId, string name, TokenScope scope, TimeSpan life, Guid? teamId = null) =>
        Issue(userId, teamId, null, name, scope, life);

    /// <summary>A team's token and its secret, which is not kept. It exists once the caller saves.</summary>
    /// <param name="teamId">Its team.</param>
    /// <param name="role">Its role there.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="life">How long it works.</param>
    public (ApiToken Token, string Secret) Service(Guid teamId, TeamRole role, string name, TokenScope scope, TimeSpan life) =>
        Issue(null, teamId, role, name, scope, life);

    private (ApiToken Token, string Secret) Issue(Guid? userId, Guid? teamId, TeamRole? role, string name, TokenScope scope, TimeSpan life)
    {
        var secret = TokenSecret.Create();
        var now = time.GetUtcNow();
        var token = new ApiToken
        {
            UserId = userId,
            TeamId = teamId,
            Role = role,
            Name = name,
            Scope = scope,
            Hash = RandomSecret.Hash(secret),
            Prefix = TokenSecret.Prefix(secret),
            CreatedAt = now,
            ExpiresAt = now + life,
        };
        database.ApiTokens.Add(token);
        return (token, secret);
    }
}
