using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
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
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Teams;

/// <summary>Coming into a team by an invitation, with an account or to a new one.</summary>
internal static class JoiningApi
{
    public static void MapJoining(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/invitations").WithTags("Teams").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/look", LookAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithSummary("What an invitation offers");
        group.MapPost("/accept", AcceptAsync).WithSummary("Accept an invitation as the person one is signed in as");
        group.MapPost("/register", RegisterAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Make an account with an invitation, accept it, and sign the browser in");
    }

    private static async Task<InvitationOffer> LookAsync(
        InvitationCodeRequest request, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        var found = await FindAsync(request.Code, database, time, cancellation);
        return new InvitationOffer(found.Team!.Slug, found.Team.Name, found.Role, found.CreatedBy, found.ExpiresAt);
    }

    private static async Task<TeamSummary> AcceptAsync(
        InvitationCodeRequest request, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var invitation = await TakeAsync(request.Code, database, time, cancellation);
        if (await database.Memberships.AnyAsync(m => m.TeamId == invitation.TeamId && m.UserId == caller.Id, cancellation))
            throw ApiProblem.Conflict($"You are in the team '{invitation.Team!.Name}' already.");
        Join(invitation, caller.Id, caller.Name, database, audit, time);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(invitation.TeamId, TeamChangeKinds.Member, caller.Id, cancellation);
        await transaction.CommitAsync(cancellation);
        return new TeamSummary(invitation.Team!.Slug, invitation.Team.Name, invitation.Role);
    }

    private static async Task<Ok<Me>> RegisterAsync(
        RegisterRequest request, WarpGradDbContext database, AccountMaker accounts, SignInManager<User> signIn, AuditLog audit,
        TimeProvider time, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var invitation = await TakeAsync(request.Code, database, time, cancellation);
        var user = await accounts.CreateAsync(request.Email, request.Password, request.DisplayName, isAdministrator: false);
        audit.Note(user.Id, user.Email!, null, AuditActions.AccountCreate, user.Id, user.Email!, $"By an invitation to '{invitation.Team!.Name}'.");
        Join(invitation, user.Id, user.Email!, database, audit, time);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(invitation.TeamId, TeamChangeKinds.Member, user.Id, cancellation);
        await transaction.CommitAsync(cancellation);
        await signIn.SignInAsync(user, isPersistent: false);
        return TypedResults.Ok(new Me(user.Id, user.Email!, user.DisplayName, user.IsAdministrator,
            [new TeamSummary(invitation.Team!.Slug, invitation.Team.Name, invitation.Role)]));
    }

    private static void Join(Invitation invitation, Guid userId, string email, WarpGradDbContext database, AuditLog audit, TimeProvider time)
    {
        (invitation.AcceptedBy, invitation.AcceptedAt) = (email, time.GetUtcNow());
        database.Memberships.Add(new Membership { TeamId = invitation.TeamId, UserId = userId, Role = invitation.Role });
        audit.Note(userId, email, invitation.TeamId, AuditActions.MemberJoin, userId, email, $"As {invitation.Role}, invited by {invitation.CreatedBy}.");
    }

    /// <summary>The open invitation of that secret, locked so that it serves one person only.</summary>
    private static async Task<Invitation> TakeAsync(string? code, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        var hash = RandomSecret.Hash(code ?? "");
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM invitations WHERE \"Hash\" = {hash} FOR UPDATE", cancellation);
        return await FindAsync(code, database, time, cancellation);
    }

    private static async Task<Invitation> FindAsync(string? code, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        var (hash, now) = (RandomSecret.Hash(code ?? ""), time.GetUtcNow());
        return await database.Invitations.Include(i => i.Team)
            .SingleOrDefaultAsync(i => i.Hash == hash && i.AcceptedAt == null && i.ExpiresAt > now, cancellation)
            ?? throw ApiProblem.NotFound("open invitation: it was used or revoked, or has expired");
    }
}
