using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Accounts;

/// <summary>Who administers the installation, and whose account is closed. An administrator who may sign in always stays.</summary>
internal static class AccountControlApi
{
    private const long AdministratorsLock = 0x41646D69;

    public static void MapAccountControl(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/accounts/{id:guid}").WithTags("Administration")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/administrator", GrantAsync).WithSummary("Make a person an administrator of the installation");
        group.MapDelete("/administrator", TakeAsync).WithSummary("Take the administrator's role away; the last one keeps it");
        group.MapPost("/deactivate", DeactivateAsync).WithSummary("Close an account: nobody can sign in to it, and its sessions and tokens end");
        group.MapPost("/reactivate", ReactivateAsync).WithSummary("Open an account again; its person signs in and makes new tokens");
    }

    private static Task<AccountSummary> GrantAsync(
        Guid id, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation) =>
        ChangeAsync(id, caller, database, audit, time, AuditActions.AccountAdministrator, "Granted.", user =>
        {
            if (user.DeactivatedAt is not null)
                throw ApiProblem.Conflict("The account is deactivated: reactivate it first.");
            user.IsAdministrator = true;
            return Task.CompletedTask;
        }, cancellation);

    private static Task<AccountSummary> TakeAsync(
        Guid id, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation) =>
        ChangeAsync(id, caller, database, audit, time, AuditActions.AccountAdministrator, "Taken away.", async user =>
        {
            await KeepOneAsync(user, database, cancellation);
            user.IsAdministrator = false;
        }, cancellation);

    private static Task<AccountSummary> DeactivateAsync(
        Guid id, Caller caller, WarpGradDbContext database, UserManager<User> users, AuditLog audit, TimeProvider time, CancellationToken cancellation) =>
        ChangeAsync(id, caller, database, audit, time, AuditActions.AccountDeactivate, "", async user =>
        {
            await KeepOneAsync(user, database, cancellation);
            user.DeactivatedAt ??= time.GetUtcNow();
            // Sessions end with the stamp. Tokens go for good: whoever comes back shall not come back to what was lost meanwhile.
            AccountMaker.Check(await users.UpdateSecurityStampAsync(user), "id");
            await database.ApiTokens.Where(t => t.UserId == id).ExecuteDeleteAsync(cancellation);
        }, cancellation);

    private static Task<AccountSummary> ReactivateAsync(
        Guid id, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, CancellationToken cancellation) =>
        ChangeAsync(id, caller, database, audit, time, AuditActions.AccountReactivate, "", user =>
        {
            user.DeactivatedAt = null;
            return Task.CompletedTask;
        }, cancellation);

    /// <summary>Changes an account, one administrator after the other, and tells the teams that its person is in.</summary>
    private static async Task<AccountSummary> ChangeAsync(
        Guid id, Caller caller, WarpGradDbContext database, AuditLog audit, TimeProvider time, string action, string detail, Func<User, Task> change,
        CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Two administrators who take the role from each other at once must not leave none.
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdministratorsLock})", cancellation);
        var user = await database.Users.SingleOrDefaultAsync(u => u.Id == id, cancellation) ?? throw ApiProblem.NotFound("account");
        audit.Note(caller, null, action, id, user.Email!, detail);
        await change(user);
        await database.SaveChangesAsync(cancellation);
        foreach (var team in await database.Memberships.Where(m => m.UserId == id).Select(m => m.TeamId).ToListAsync(cancellation))
            await database.NotifyTeamAsync(team, TeamChangeKinds.Member, id, cancellation);
        await transaction.CommitAsync(cancellation);
        return await database.Users.AsNoTracking().Where(u => u.Id == id).Select(AccountAnswers.Summary(database, time.GetUtcNow())).SingleAsync(cancellation);
    }

    private static async Task KeepOneAsync(User going, WarpGradDbContext database, CancellationToken cancellation)
    {
        if (going is { IsAdministrator: true, DeactivatedAt: null }
            && !await database.Users.AnyAsync(u => u.Id != going.Id && u.IsAdministrator && u.DeactivatedAt == null, cancellation))
            throw ApiProblem.Conflict("This is the installation's only administrator: make somebody else one first.");
    }
}
