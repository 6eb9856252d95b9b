using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Teams;
using WarpGrad.Data;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Teams;

/// <summary>Links into a team, for its owners.</summary>
internal static class InvitationsApi
{
    private const int LongestLife = 30;

    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/teams/{team}/invitations").WithTags("Teams").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("", ListAsync).WithSummary("Invitations of a team, without their secrets");
        group.MapPost("", CreateAsync).WithSummary("Make a link that lets one person into the team; its secret is shown this once");
        group.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Revoke an invitation");
    }

    private static async Task<InvitationSummary[]> ListAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamManage, team).Id;
        var all = await database.Invitations.AsNoTracking().Where(i => i.TeamId == id).OrderByDescending(i => i.Id).Take(200).ToListAsync(cancellation);
        return [.. all.Select(Summarize)];
    }

    private static async Task<Created<CreatedInvitation>> CreateAsync(
        string team, CreateInvitationRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        MembersApi.CheckRole(request.Role);
        if (request.ExpiresInDays is < 1 or > LongestLife)
            throw ApiProblem.Invalid("expiresInDays", $"An invitation lives 1 to {LongestLife} days.");
        var code = RandomSecret.Create();
        var now = time.GetUtcNow();
        var invitation = new Invitation
        {
            TeamId = known.Id,
            Role = request.Role,
            Note = Texts.Line(request.Note, "note", 0, 200, "Give the invitation a note"),
            Hash = RandomSecret.Hash(code),
            CreatedBy = caller.Name,
            CreatedAt = now,
            ExpiresAt = now.AddDays(request.ExpiresInDays),
        };
        database.Invitations.Add(invitation);
        audit.Note(caller, known.Id, AuditActions.InvitationCreate, invitation.Id, invitation.Note, $"As {request.Role}, until {invitation.ExpiresAt:u}.");
        await database.SaveChangesAsync(cancellation);
        // The secret is in the part of the address that browsers never send, so it is in no log.
        return TypedResults.Created((string?)null, new CreatedInvitation(Summarize(invitation), code, $"/invitation#{code}"));
    }

    private static async Task<NoContent> RevokeAsync(
        string team, Guid id, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Whoever is just coming in by it is waited for, and then is a member.
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM invitations WHERE \"Id\" = {id} FOR UPDATE", cancellation);
        var found = await database.Invitations.SingleOrDefaultAsync(i => i.Id == id && i.TeamId == known.Id, cancellation)
            ?? throw ApiProblem.NotFound("invitation");
        if (found.AcceptedAt is not null)
            throw ApiProblem.Conflict("The invitation was used: remove the member instead.");
        database.Invitations.Remove(found);
        audit.Note(caller, known.Id, AuditActions.InvitationRevoke, id, found.Note);
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static InvitationSummary Summarize(Invitation i) =>
        new(i.Id, i.Role, i.Note, i.CreatedBy, i.CreatedAt, i.ExpiresAt, i.AcceptedBy, i.AcceptedAt);
}
