using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Tokens;

namespace WarpGrad.Api.Tokens;

/// <summary>The caller's API tokens.</summary>
internal static class TokensApi
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens");
        tokens.MapGet("", ListAsync).WithSummary("The caller's tokens, without their secrets");
        tokens.MapPost("", CreateAsync).WithSummary("Make a token; its secret is shown this once");
        tokens.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Revoke a token");
    }

    private static async Task<TokenSummary[]> ListAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        [.. (await database.ApiTokens.AsNoTracking()
            .Where(t => t.UserId == caller.Id)
            .OrderByDescending(t => t.Id)
            .ToListAsync(cancellation)).Select(Summarize)];

    private static async Task<Created<CreatedToken>> CreateAsync(
        CreateTokenRequest request, Caller caller, TokenIssuer issuer, CancellationToken cancellation)
    {
        caller.DemandScope(TokenScope.Admin);
        var name = (request.Name ?? "").Trim();
        if (name.Length is < 1 or > 100)
            throw ApiProblem.Invalid("name", "Say in 1 to 100 characters what the token is for.");
        if (request.ExpiresInDays is < 1 or > 365)
            throw ApiProblem.Invalid("expiresInDays", "A token lives 1 to 365 days.");
        var (token, secret) = await issuer.IssueAsync(caller.Id, name, request.Scope, TimeSpan.FromDays(request.ExpiresInDays), cancellation);
        return TypedResults.Created($"/api/v1/tokens/{token.Id}", new CreatedToken(Summarize(token), secret));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.DemandScope(TokenScope.Admin);
        var deleted = await database.ApiTokens.Where(t => t.Id == id && t.UserId == caller.Id).ExecuteDeleteAsync(cancellation);
        return deleted == 1 ? TypedResults.NoContent() : throw ApiProblem.NotFound("token");
    }

    private static TokenSummary Summarize(ApiToken token) =>
        new(token.Id, token.Name, token.Scope, token.Prefix, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}
