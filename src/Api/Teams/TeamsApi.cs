using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Teams;

/// <summary>Teams and their members.</summary>
internal static class TeamsApi
{
    public static void MapTeams(this IEndpointRouteBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        teams.MapGet("", List).WithSummary("The caller's teams");
        teams.MapPost("", CreateAsync).WithSummary("Found a team");
        teams.MapGet("/{team}/members", ListMembersAsync).WithSummary("Members of a team");
    }

    private static TeamSummary[] List(Caller caller) => [.. caller.Teams.Values.Select(team => team.ToSummary())];

    private static async Task<Created<TeamSummary>> CreateAsync(
        CreateTeamRequest request, Caller caller, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        caller.DemandScope(TokenScope.Admin);
        var name = (request.Name ?? "").Trim();
        if (name.Length is < 1 or > 100)
            throw ApiProblem.Invalid("name", "Give the team a name of 1 to 100 characters.");
        var team = new Team
        {
            Slug = await TeamSlugs.FindFreeAsync(database, name, cancellation),
            Name = name,
            CreatedAt = time.GetUtcNow(),
            Members = { new Membership { UserId = caller.Id, Role = TeamRole.Owner } },
        };
        database.Teams.Add(team);
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/api/v1/teams/{team.Slug}", new TeamSummary(team.Slug, team.Name, TeamRole.Owner));
    }

    private static async Task<TeamMember[]> ListMembersAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamRead, team).Id;
        return await database.Memberships.AsNoTracking()
            .Where(m => m.TeamId == id)
            .OrderBy(m => m.User!.Email)
            .Select(m => new TeamMember(m.UserId, m.User!.Email!, m.User.DisplayName, m.Role))
            .ToArrayAsync(cancellation);
    }
}
