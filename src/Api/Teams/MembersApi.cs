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

/// <summary>Who is in a team, and in which role. A team always keeps an owner.</summary>
internal static class MembersApi
{
    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("/teams/{team}").WithTags("Teams").ProducesProblem(StatusCodes.Status404NotFound);
        members.MapGet("/members", ListAsync).WithSummary("Members of a team");
        members.MapPut("/members/{user:guid}", ChangeRoleAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Give a member another role");
        members.MapDelete("/members/{user:guid}", RemoveAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Remove a member, or leave the team oneself");
        members.MapPost("/transfer", TransferAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Hand the team over: a member becomes an owner, the caller a maintainer");
    }

    private static async Task<TeamMember[]> ListAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamRead, team).Id;
        return await database.Memberships.AsNoTracking()
            .Where(m => m.TeamId == id)
            .OrderBy(m => m.User!.Email)
            .Select(m => new TeamMember(m.UserId, m.User!.Email!, m.User.DisplayName, m.Role, m.User.DeactivatedAt != null))
            .ToArrayAsync(cancellation);
    }

    private static async Task<TeamMember> ChangeRoleAsync(
        string team, Guid user, ChangeRoleRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        CheckRole(request.Role);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var members = await LockedAsync(known.Id, database, cancellation);
        var member = Find(members, user);
        if (member.Role != request.Role)
        {
            if (request.Role != TeamRole.Owner)
                KeepOwner(members, member);
            audit.Note(caller, known.Id, AuditActions.MemberRole, user, member.User!.Email!, $"{member.Role} → {request.Role}.");
            member.Role = request.Role;
            await database.SaveChangesAsync(cancellation);
        }

        await database.NotifyTeamAsync(known.Id, TeamChangeKinds.Member, user, cancellation);
        await transaction.CommitAsync(cancellation);
        return new TeamMember(user, member.User!.Email!, member.User.DisplayName, member.Role, member.User.DeactivatedAt is not null);
    }

    private static async Task<NoContent> RemoveAsync(
        string team, Guid user, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        var leaves = user == caller.Id;
        var known = caller.Demand(leaves ? Operation.TeamRead : Operation.TeamManage, team);
        if (leaves)
            caller.DemandScope(TokenScope.Admin);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var members = await LockedAsync(known.Id, database, cancellation);
        var member = Find(members, user);
        KeepOwner(members, member);
        database.Memberships.Remove(member);
        audit.Note(caller, known.Id, leaves ? AuditActions.MemberLeave : AuditActions.MemberRemove, user, member.User!.Email!, $"Was {member.Role}.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(known.Id, TeamChangeKinds.Member, user, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<TeamMember[]> TransferAsync(
        string team, TransferTeamRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var known = caller.Demand(Operation.TeamManage, team);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var members = await LockedAsync(known.Id, database, cancellation);
        var heir = Find(members, request.UserId);
        if (heir.UserId == caller.Id)
            throw ApiProblem.Conflict("The team is yours already: name another member.");
        if (heir.User!.DeactivatedAt is not null)
            throw ApiProblem.Conflict("This member's account is deactivated: name one who can sign in.");
        heir.Role = TeamRole.Owner;
        Find(members, caller.Id).Role = TeamRole.Maintainer;
        audit.Note(caller, known.Id, AuditActions.TeamTransfer, heir.UserId, heir.User.Email!);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(known.Id, TeamChangeKinds.Member, heir.UserId, cancellation);
        await transaction.CommitAsync(cancellation);
        return await ListAsync(team, caller, database, cancellation);
    }

    /// <summary>All members, locked: two owners who leave at once must not leave none.</summary>
    private static async Task<List<Membership>> LockedAsync(Guid teamId, WarpGradDbContext database, CancellationToken cancellation)
    {
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Id\" = {teamId} FOR UPDATE", cancellation);
        return await database.Memberships.Include(m => m.User).Where(m => m.TeamId == teamId).ToListAsync(cancellation);
    }

    private static Membership Find(List<Membership> members, Guid user) => members.Find(m => m.UserId == user) ?? throw ApiProblem.NotFound("member");

    private static void KeepOwner(List<Membership> members, Membership going)
    {
        if (going.Role == TeamRole.Owner && members.TrueForAll(m => m == going || m.Role != TeamRole.Owner || m.User!.DeactivatedAt is not null))
            throw ApiProblem.Conflict("This is the team's only owner: make another member an owner first.");
    }

    /// <summary>Refuses numbers that are no role.</summary>
    internal static void CheckRole(TeamRole role)
    {
        if (!Enum.IsDefined(role))
            throw ApiProblem.Invalid("role", $"'role' is one of {string.Join(", ", Enum.GetNames<TeamRole>()).ToLowerInvariant()}.");
    }
}
