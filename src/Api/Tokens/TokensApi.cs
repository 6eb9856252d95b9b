using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

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

    private static async Task<TokenSummary[]> ListAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Read);
        return await database.ApiTokens.AsNoTracking()
            .Where(t => t.UserId == caller.Id)
            .OrderByDescending(t => t.Id)
            .Select(TokenAnswers.Summary)
            .ToArrayAsync(cancellation);
    }

    private static async Task<Created<CreatedToken>> CreateAsync(
        CreateTokenRequest request, Caller caller, TokenIssuer issuer, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var (name, life) = TokenAnswers.Check(request.Name, request.Scope, request.ExpiresInDays);
        var team = request.Team is null ? null : caller.Demand(Operation.TeamRead, request.Team);
        var (token, secret) = issuer.Personal(caller.Id, name, request.Scope, life, team?.Id);
        audit.Note(caller, null, AuditActions.TokenCreate, token.Id, name, $"Scope {request.Scope}, until {token.ExpiresAt:u}{(team is null ? "" : $", only in '{team.Slug}'")}.");
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Created((string?)null, new CreatedToken(await TokenAnswers.FindAsync(database, token.Id, cancellation), secret));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, Caller caller, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var token = await database.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.UserId == caller.Id, cancellation) ?? throw ApiProblem.NotFound("token");
        database.ApiTokens.Remove(token);
        audit.Note(caller, null, AuditActions.TokenRevoke, id, token.Name);
        await database.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
