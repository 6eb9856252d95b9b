using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Teams;

/// <summary>Teams.</summary>
internal static class TeamsApi
{
    public static void MapTeams(this IEndpointRouteBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        teams.MapGet("", List).WithSummary("The caller's teams");
        teams.MapPost("", CreateAsync).WithSummary("Found a team");
        teams.MapGet("/{team}", Get).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A team of the caller");
        teams.MapPatch("/{team}", ChangeAsync).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Rename a team");
    }

    private static TeamSummary[] List(Caller caller) => [.. caller.Teams.Values.Select(team => team.ToSummary())];

    private static TeamSummary Get(string team, Caller caller) => caller.Demand(Operation.TeamRead, team).ToSummary();

    private static async Task<Created<TeamSummary>> CreateAsync(
        CreateTeamRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var name = NameOf(request.Name);
        var team = new Team
        {
            Slug = await TeamSlugs.FindFreeAsync(database, name, cancellation),
            Name = name,
            CreatedAt = time.GetUtcNow(),
            Members = { new Membership { UserId = caller.Id, Role = TeamRole.Owner } },
        };
        database.Teams.Add(team);
        audit.Note(caller, team.Id, AuditActions.TeamCreate, team.Slug, name);
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/api/v1/teams/{team.Slug}", new TeamSummary(team.Slug, team.Name, TeamRole.Owner));
    }

    private static async Task<TeamSummary> ChangeAsync(
        string team, ChangeTeamRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        var name = NameOf(request.Name);
        var found = await database.Teams.SingleAsync(t => t.Id == known.Id, cancellation);
        audit.Note(caller, known.Id, AuditActions.TeamChange, team, name, $"Named '{found.Name}' before.");
        found.Name = name;
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(known.Id, TeamChangeKinds.Member, Guid.Empty, cancellation);
        return known.ToSummary() with { Name = name };
    }

    private static string NameOf(string? given) => Texts.Line(given, "name", 1, 100, "Give the team a name");
}
