using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Errors;
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
        accounts.MapPost("/setup", SetUpAsync).AllowAnonymous().WithSummary("Create the administrator and the first team");
        accounts.MapPost("/auth/sign-in", SignInAsync).AllowAnonymous().WithSummary("Sign a browser in with a cookie");
        accounts.MapPost("/auth/sign-out", (Delegate)SignOutAsync).WithSummary("Sign the browser out");
        accounts.MapGet("/me", GetMeAsync).WithSummary("The caller and their teams");
    }

    private static async Task<SetupStatus> GetSetupAsync(FirstAccount first, CancellationToken cancellation) =>
        new(await first.IsRequiredAsync(cancellation));

    private static async Task<Ok<Me>> SetUpAsync(
        SetupRequest request, FirstAccount first, SignInManager<User> signIn, WarpGradDbContext database, CancellationToken cancellation)
    {
        if (!new EmailAddressAttribute().IsValid(request.Email))
            throw ApiProblem.Invalid("email", "Give an e-mail address.");
        if (string.IsNullOrWhiteSpace(request.TeamName) || request.TeamName.Length > 100)
            throw ApiProblem.Invalid("teamName", "Give the team a name of 1 to 100 characters.");
        var user = await first.CreateAsync(request, cancellation);
        await signIn.SignInAsync(user, isPersistent: false);
        return TypedResults.Ok(await DescribeAsync(user.Id, database, cancellation));
    }

    private static async Task<Ok<Me>> SignInAsync(
        SignInRequest request, UserManager<User> users, SignInManager<User> signIn, WarpGradDbContext database, CancellationToken cancellation)
    {
        var user = await users.FindByEmailAsync(request.Email);
        var result = user is null
            ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : await signIn.PasswordSignInAsync(user, request.Password, request.Remember, lockoutOnFailure: true);
        if (!result.Succeeded)
            throw new ApiProblem(StatusCodes.Status401Unauthorized, ProblemTypes.Unauthenticated, "Sign-in failed", result.IsLockedOut
                ? "Too many attempts: wait five minutes and try again."
                : "E-mail address or password is wrong.");
        return TypedResults.Ok(await DescribeAsync(user!.Id, database, cancellation));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignOutAsync(context, IdentityConstants.ApplicationScheme);
        return TypedResults.NoContent();
    }

    private static Task<Me> GetMeAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        DescribeAsync(caller.Id, database, cancellation);

    private static async Task<Me> DescribeAsync(Guid userId, WarpGradDbContext database, CancellationToken cancellation)
    {
        var user = await database.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancellation);
        var teams = await database.Memberships.AsNoTracking()
            .Where(m => m.UserId == userId)
            .OrderBy(m => m.Team!.Name)
            .Select(m => new Contracts.Teams.TeamSummary(m.Team!.Slug, m.Team.Name, m.Role))
            .ToListAsync(cancellation);
        return new Me(user.Id, user.Email!, user.DisplayName, user.IsAdministrator, teams);
    }
}
