using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Teams;

/// <summary>Teams whose owners have all been deactivated: nobody in them can help themselves, so an administrator names a new owner.</summary>
internal static class OwnerlessTeamsApi
{
    public static void MapOwnerlessTeams(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/ownerless-teams").WithTags("Administration");
        group.MapGet("", ListAsync).WithSummary("Teams without an owner who may sign in, and who could become one");
        group.MapPost("/{team}/owner", NameAsync).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Make a member of such a team its owner");
    }

    private static async Task<OwnerlessTeam[]> ListAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        return await database.Teams.AsNoTracking()
            .Where(t => t.Members.Any(m => m.Role == TeamRole.Owner) && t.Members.All(m => m.Role != TeamRole.Owner || m.User!.DeactivatedAt != null))
            .OrderBy(t => t.Slug)
            .Select(t => new OwnerlessTeam(t.Slug, t.Name, t.Members.Where(m => m.User!.DeactivatedAt == null).OrderBy(m => m.User!.Email)
                .Select(m => new TeamMember(m.UserId, m.User!.Email!, m.User.DisplayName, m.Role, false)).ToList()))
            .ToArrayAsync(cancellation);
    }

    private static async Task<NoContent> NameAsync(
        string team, NameOwnerRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Slug\" = {team} FOR UPDATE", cancellation);
        var members = await database.Memberships.Include(m => m.User).Where(m => m.Team!.Slug == team).ToListAsync(cancellation);
        // An administrator sees no more of a team with an owner than others do.
        if (members.Count == 0 || members.Exists(m => m is { Role: TeamRole.Owner, User.DeactivatedAt: null }))
            throw ApiProblem.NotFound("team without an owner");
        var heir = members.Find(m => m.UserId == request.UserId && m.User!.DeactivatedAt is null)
            ?? throw ApiProblem.Invalid("userId", "Name a member of the team whose account is not deactivated.");
        audit.Note(caller, heir.TeamId, AuditActions.TeamOwner, heir.UserId, heir.User!.Email!, $"{heir.Role} → {TeamRole.Owner}, by an administrator: the owners' accounts are deactivated.");
        audit.Note(caller, null, AuditActions.TeamOwner, heir.UserId, heir.User!.Email!, $"Of '{team}'.");
        heir.Role = TeamRole.Owner;
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(heir.TeamId, TeamChangeKinds.Member, heir.UserId, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }
}
