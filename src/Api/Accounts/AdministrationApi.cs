using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Accounts of the installation, for its administrators.</summary>
internal static class AdministrationApi
{
    public static void MapAdministration(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/accounts").WithTags("Administration");
        group.MapGet("", ListAsync).WithSummary("Accounts, newest first");
        group.MapPost("/{id:guid}/password-reset", ResetLinkAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Make a link that lets the person set a new password; shown this once");
        group.MapPost("/{id:guid}/unlock", UnlockAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("End the lock after too many wrong passwords");
    }

    private static async Task<Page<AccountSummary>> ListAsync(
        Caller caller, WarpGradDbContext database, TimeProvider time, string? search, string? cursor, int? limit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        var (before, pattern, now) = (Paging.Id(cursor), Searching.Text(search, "search"), time.GetUtcNow());
        return await database.Users.AsNoTracking()
            .Where(u => (before == null || u.Id < before)
                && (pattern == null || EF.Functions.ILike(u.Email!, pattern, "\\") || EF.Functions.ILike(u.DisplayName, pattern, "\\")))
            .OrderByDescending(u => u.Id)
            .Select(AccountAnswers.Summary(database, now))
            .ToPageAsync(Paging.Size(limit), u => u, u => u.Id.ToString(), cancellation);
    }

    private static async Task<PasswordResetLink> ResetLinkAsync(
        Guid id, Caller caller, WarpGradDbContext database, UserManager<User> users, AuditLog audit, TimeProvider time, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        var user = await users.FindByIdAsync(id.ToString()) ?? throw ApiProblem.NotFound("account");
        var code = await users.GeneratePasswordResetTokenAsync(user);
        audit.Note(caller, null, AuditActions.AccountResetLink, id, user.Email!);
        await audit.SaveAsync(cancellation);
        // The secret is in the part of the address that browsers never send, so it is in no log.
        return new PasswordResetLink($"/reset-password#{id}.{Uri.EscapeDataString(code)}", time.GetUtcNow() + Authentication.ResetLinkLife);
    }

    private static async Task<NoContent> UnlockAsync(
        Guid id, Caller caller, WarpGradDbContext database, UserManager<User> users, AuditLog audit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        var user = await users.FindByIdAsync(id.ToString()) ?? throw ApiProblem.NotFound("account");
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
        audit.Note(caller, null, AuditActions.AccountUnlock, id, user.Email!);
        await audit.SaveAsync(cancellation);
        return TypedResults.NoContent();
    }
}
