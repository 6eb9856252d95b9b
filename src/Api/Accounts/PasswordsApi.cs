using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Changing a password that one knows, and setting a new one with a link from an administrator.</summary>
internal static class PasswordsApi
{
    public static void MapPasswords(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Accounts").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/me/password", ChangeAsync).RequireRateLimiting(RateLimits.SignIn).WithSummary("Change one's password; other browsers are signed out");
        group.MapPost("/auth/reset-password", ResetAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Set a new password with the link that an administrator made");
    }

    private static async Task<NoContent> ChangeAsync(
        ChangePasswordRequest request, Caller caller, UserManager<User> users, SignInManager<User> signIn, AuditLog audit, WarpGradDbContext database,
        CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var user = (await users.FindByIdAsync(caller.Id.ToString()))!;
        var current = Passwords.Checked(request.CurrentPassword, "currentPassword");
        var fresh = Passwords.Checked(request.NewPassword, "newPassword");
        // Guessing here counts like guessing at sign-in.
        var check = await signIn.CheckPasswordSignInAsync(user, current, lockoutOnFailure: true);
        await Passwords.CountOvertakenAsync(user, users, database, cancellation);
        if (!check.Succeeded)
            throw ApiProblem.Invalid("currentPassword", check.IsLockedOut ? "Too many attempts: wait five minutes and try again." : "This is not your password.");
        AccountMaker.Check(await users.ChangePasswordAsync(user, current, fresh), "newPassword");
        audit.Note(caller, null, AuditActions.AccountPassword, user.Id, user.Email!, "Changed by its owner.");
        await audit.SaveAsync(cancellation);
        if (caller.Kind == CallerKind.Browser)
            await signIn.RefreshSignInAsync(user);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResetAsync(
        ResetPasswordRequest request, UserManager<User> users, AuditLog audit, CancellationToken cancellation)
    {
        var fresh = Passwords.Checked(request.NewPassword, "newPassword");
        var user = await users.FindByIdAsync(request.User.ToString()) ?? throw Refused();
        if (!await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, request.Code ?? ""))
            throw Refused();
        // A new password makes a new security stamp: the link, and every browser signed in, end with it.
        AccountMaker.Check(await users.ResetPasswordAsync(user, request.Code!, fresh), "newPassword");
        await users.SetLockoutEndDateAsync(user, null);
        audit.Note(user.Id, user.Email!, null, AuditActions.AccountPassword, user.Id, user.Email!, "Set anew by an administrator's link.");
        await audit.SaveAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static ApiProblem Refused() => new(
        StatusCodes.Status400BadRequest, ProblemTypes.InvalidRequest, "Link not valid", "This link was used, or has expired: ask your administrator for another one.");
}
