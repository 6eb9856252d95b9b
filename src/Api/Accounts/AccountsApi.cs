using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>First visit, signing in and out, and who one is.</summary>
internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("").WithTags("Accounts");
        accounts.MapGet("/setup", GetSetupAsync).AllowAnonymous().WithSummary("Whether the first account is still to be made");
        accounts.MapPost("/setup", SetUpAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithSummary("Create the administrator and the first team");
        accounts.MapPost("/auth/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithSummary("Sign a browser in with a cookie");
        accounts.MapPost("/auth/sign-out", (Delegate)SignOutAsync).WithSummary("Sign the browser out");
        accounts.MapPost("/auth/sign-out-everywhere", SignOutEverywhereAsync).WithSummary("Sign out all browsers of the caller; tokens go on");
        accounts.MapGet("/me", GetMeAsync).WithSummary("The caller and their teams");
        accounts.MapPatch("/me", ChangeMeAsync).WithSummary("Change the name that others see");
    }

    private static async Task<SetupStatus> GetSetupAsync(FirstAccount first, CancellationToken cancellation) =>
        new(await first.IsRequiredAsync(cancellation));

    private static async Task<Ok<Me>> SetUpAsync(
        SetupRequest request, FirstAccount first, SignInManager<User> signIn, WarpGradDbContext database, CancellationToken cancellation)
    {
        var user = await first.CreateAsync(request, cancellation);
        await signIn.SignInAsync(user, isPersistent: false);
        return TypedResults.Ok(await DescribeAsync(user, database, cancellation));
    }

    private static async Task<Ok<Me>> SignInAsync(
        SignInRequest request, UserManager<User> users, SignInManager<User> signIn, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var password = Passwords.Checked(request.Password, "password");
        var email = Texts.Line(request.Email, "email", 1, 256, "Give an e-mail address");
        var user = await users.FindByEmailAsync(email);
        var result = user is null
            ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : await signIn.PasswordSignInAsync(user, password, request.Remember, lockoutOnFailure: true);
        if (user is not null)
            await Passwords.CountOvertakenAsync(user, users, database, cancellation);

        // For strangers, locked and deactivated accounts a password is hashed as well, so that the time taken does not tell who has an account.
        if (user is null || result.IsLockedOut || result.IsNotAllowed)
            users.PasswordHasher.HashPassword(new User { DisplayName = "" }, password);
        audit.Note(user?.Id, email, null, result.Succeeded ? AuditActions.AccountSignIn : AuditActions.AccountSignInFailed, user?.Id.ToString() ?? "", email,
            result.IsLockedOut ? "Locked after too many attempts." : result.IsNotAllowed ? "The account is deactivated." : "");
        await audit.SaveAsync(cancellation);
        // A locked or deactivated account answers like a wrong password, or guessing would tell which addresses have one.
        if (!result.Succeeded)
            throw new ApiProblem(StatusCodes.Status401Unauthorized, ProblemTypes.Unauthenticated, "Sign-in failed",
                "E-mail address or password is wrong, or there were too many attempts: then wait five minutes and try again.");
        return TypedResults.Ok(await DescribeAsync(user!, database, cancellation));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignOutAsync(context, IdentityConstants.ApplicationScheme);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SignOutEverywhereAsync(
        Caller caller, HttpContext context, UserManager<User> users, AuditLog audit, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var user = (await users.FindByIdAsync(caller.Id.ToString()))!;
        audit.Note(caller, null, AuditActions.AccountSignOut, user.Id, user.Email!);
        // Every cookie holds the stamp that it was made under.
        AccountMaker.Check(await users.UpdateSecurityStampAsync(user), "password");
        return await SignOutAsync(context);
    }

    private static async Task<Me> GetMeAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var teams = caller.Teams.Values.Select(team => team.ToSummary()).ToList();
        if (caller.Kind == CallerKind.Service)
            return new Me(caller.Id, "", caller.Name, false, teams);
        var user = await database.Users.AsNoTracking().SingleAsync(u => u.Id == caller.Id, cancellation);
        return new Me(user.Id, user.Email!, user.DisplayName, user.IsAdministrator, teams);
    }

    private static async Task<Me> ChangeMeAsync(
        ChangeMeRequest request, Caller caller, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.DemandPerson(TokenScope.Admin);
        var user = await database.Users.SingleAsync(u => u.Id == caller.Id, cancellation);
        user.DisplayName = Texts.Line(request.DisplayName, "displayName", 1, 100, "Give a name");
        audit.Note(caller, null, AuditActions.AccountChange, user.Id, user.Email!, $"Named '{user.DisplayName}'.");
        await database.SaveChangesAsync(cancellation);
        return await GetMeAsync(caller, database, cancellation);
    }

    private static async Task<Me> DescribeAsync(User user, WarpGradDbContext database, CancellationToken cancellation)
    {
        var teams = await database.Memberships.AsNoTracking()
            .Where(m => m.UserId == user.Id)
            .OrderBy(m => m.Team!.Name)
            .Select(m => new TeamSummary(m.Team!.Slug, m.Team.Name, m.Role))
            .ToListAsync(cancellation);
        return new Me(user.Id, user.Email!, user.DisplayName, user.IsAdministrator, teams);
    }
}
