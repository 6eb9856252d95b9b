using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Tokens;

/// <summary>Tokens that belong to a team and outlast its members; for its owners.</summary>
internal static class ServiceTokensApi
{
    public static void MapServiceTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/teams/{team}/tokens").WithTags("Tokens").ProducesProblem(StatusCodes.Status404NotFound);
        tokens.MapGet("", ListAsync).WithSummary("Service tokens of a team, without their secrets");
        tokens.MapPost("", CreateAsync).WithSummary("Make a service token; its secret is shown this once");
        tokens.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Revoke a service token");
    }

    private static async Task<TokenSummary[]> ListAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamManage, team).Id;
        return await database.ApiTokens.AsNoTracking()
            .Where(t => t.TeamId == id && t.UserId == null)
            .OrderByDescending(t => t.Id)
            .Select(TokenAnswers.Summary)
            .ToArrayAsync(cancellation);
    }

    private static async Task<Created<CreatedToken>> CreateAsync(
        string team, CreateServiceTokenRequest request, Caller caller, TokenIssuer issuer, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        var (name, life) = TokenAnswers.Check(request.Name, request.Scope, request.ExpiresInDays);
        if (request.Scope == TokenScope.Admin)
            throw ApiProblem.Invalid("scope", "A service token has scope read or write: teams are managed by people.");
        if (!Enum.IsDefined(request.Role) || request.Role == TeamRole.Owner)
            throw ApiProblem.Invalid("role", "A service token is viewer, member or maintainer: only people own teams.");
        // The name stands where a person's e-mail stands otherwise, so it must not pass for one.
        var (token, secret) = issuer.Service(known.Id, request.Role, $"{name} (service token)", request.Scope, life);
        audit.Note(caller, known.Id, AuditActions.TokenCreate, token.Id, name, $"Service token, {request.Role}, scope {request.Scope}, until {token.ExpiresAt:u}.");
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Created((string?)null, new CreatedToken(await TokenAnswers.FindAsync(database, token.Id, cancellation), secret));
    }

    private static async Task<NoContent> DeleteAsync(
        string team, Guid id, Caller caller, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        var token = await database.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.TeamId == known.Id && t.UserId == null, cancellation)
            ?? throw ApiProblem.NotFound("token");
        database.ApiTokens.Remove(token);
        audit.Note(caller, known.Id, AuditActions.TokenRevoke, id, token.Name);
        await database.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
