using System.Reflection;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Authorization;

/// <summary>Who calls, with the roles that count for this request.</summary>
/// <param name="Id">User id.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Scope">Scope of the token; everything for a signed-in browser.</param>
/// <param name="Teams">Teams the caller belongs to, by slug.</param>
public sealed record Caller(Guid Id, string Email, TokenScope Scope, IReadOnlyDictionary<string, CallerTeam> Teams)
{
    /// <summary>Claim that carries a token's scope.</summary>
    public const string ScopeClaim = "warpgrad:scope";

    /// <summary>Ids of the caller's teams, for queries.</summary>
    public IReadOnlyList<Guid> TeamIds { get; } = [.. Teams.Values.Select(team => team.Id)];

    /// <summary>The caller's team of that slug, when the operation is allowed there.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not know of it, 403 when only the operation is not allowed.</exception>
    public CallerTeam Demand(Operation operation, string slug)
    {
        var team = Teams.GetValueOrDefault(slug);
        Check(operation, team?.Role, "team");
        return team!;
    }

    /// <summary>Refuses unless the operation is allowed on a thing of that team.</summary>
    public void Demand(Operation operation, Guid teamId, string thing) =>
        Check(operation, Teams.Values.FirstOrDefault(team => team.Id == teamId)?.Role, thing);

    /// <summary>Refuses unless the credentials have the scope.</summary>
    public void DemandScope(TokenScope scope)
    {
        if (Scope < scope)
            throw ApiProblem.Forbidden($"This needs a token of scope '{scope.ToString().ToLowerInvariant()}'; yours has '{Scope.ToString().ToLowerInvariant()}'.");
    }

    private void Check(Operation operation, TeamRole? role, string thing)
    {
        switch (AccessRules.Decide(operation, role, Scope))
        {
            case Access.Allowed: return;
            case Access.Hidden: throw ApiProblem.NotFound(thing);
            case Access.Forbidden: throw ApiProblem.Forbidden($"Your role in the team or the scope of your token does not allow this ({operation}).");
            default: throw new InvalidOperationException("Unknown decision.");
        }
    }

    /// <summary>Binds the caller as a parameter of an endpoint.</summary>
    public static async ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        await LoadAsync(context.User, context.RequestServices.GetRequiredService<WarpGradDbContext>(), context.RequestAborted);

    /// <summary>Loads the caller behind a principal.</summary>
    public static async Task<Caller> LoadAsync(ClaimsPrincipal principal, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException("An endpoint that needs a caller allows anonymous access."));
        var teams = await database.Memberships.AsNoTracking()
            .Where(m => m.UserId == id)
            .OrderBy(m => m.Team!.Name)
            .Select(m => new CallerTeam(m.TeamId, m.Team!.Slug, m.Team.Name, m.Role))
            .ToListAsync(cancellation);
        var scope = principal.FindFirstValue(ScopeClaim) is { } claim ? Enum.Parse<TokenScope>(claim) : TokenScope.Admin;
        return new Caller(id, principal.FindFirstValue(ClaimTypes.Email) ?? "", scope, teams.ToDictionary(team => team.Slug));
    }
}

/// <summary>A team of the caller.</summary>
public sealed record CallerTeam(Guid Id, string Slug, string Name, TeamRole Role)
{
    /// <summary>The team as answers show it.</summary>
    public TeamSummary ToSummary() => new(Slug, Name, Role);
}
