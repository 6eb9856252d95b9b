using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Tokens;

namespace WarpGrad.Api.Tokens;

/// <summary>Makes tokens.</summary>
internal sealed class TokenIssuer(WarpGradDbContext database, TimeProvider time)
{
    /// <summary>Makes a token and returns its secret, which is not kept.</summary>
    public async Task<(ApiToken Token, string Secret)> IssueAsync(
        Guid userId, string name, TokenScope scope, TimeSpan life, CancellationToken cancellation)
    {
        var secret = TokenSecret.Create();
        var now = time.GetUtcNow();
        var token = new ApiToken
        {
            UserId = userId,
            Name = name,
            Scope = scope,
            Hash = TokenSecret.Hash(secret),
            Prefix = TokenSecret.Prefix(secret),
            CreatedAt = now,
            ExpiresAt = now + life,
        };
        database.ApiTokens.Add(token);
        await database.SaveChangesAsync(cancellation);
        return (token, secret);
    }
}
