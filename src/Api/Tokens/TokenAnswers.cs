using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Tokens;

namespace WarpGrad.Api.Tokens;

/// <summary>What personal and service tokens have in common.</summary>
internal static class TokenAnswers
{
    private const int LongestLife = 365;

    /// <summary>A token as answers show it, in one query.</summary>
    public static Expression<Func<ApiToken, TokenSummary>> Summary { get; } = t => new TokenSummary(
        t.Id, t.Name, t.Scope, t.Team == null ? null : t.Team.Slug, t.Role, t.Prefix, t.CreatedAt, t.ExpiresAt, t.LastUsedAt);

    /// <summary>A stored token.</summary>
    public static Task<TokenSummary> FindAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation) =>
        database.ApiTokens.AsNoTracking().Where(t => t.Id == id).Select(Summary).SingleOrGoneAsync("token", cancellation);

    /// <summary>Name and life of a token, checked.</summary>
    public static (string Name, TimeSpan Life) Check(string? name, TokenScope scope, int expiresInDays)
    {
        if (!Enum.IsDefined(scope))
            throw ApiProblem.Invalid("scope", "'scope' is read, write or admin.");
        return expiresInDays is >= 1 and <= LongestLife
            ? (Texts.Line(name, "name", 1, 80, "Say what the token is for, in a text"), TimeSpan.FromDays(expiresInDays))
            : throw ApiProblem.Invalid("expiresInDays", $"A token lives 1 to {LongestLife} days.");
    }
}
