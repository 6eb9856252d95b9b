using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Accounts;

/// <summary>What only administrators of the installation may do. They manage accounts; what teams own is closed to them like to others.</summary>
internal static class Administrators
{
    /// <summary>Refuses unless an administrator calls, with credentials for all that the person may do.</summary>
    public static async Task DemandAsync(Caller caller, WarpGradDbContext database, TokenScope scope, CancellationToken cancellation)
    {
        caller.DemandPerson(scope);
        if (!await IsAsync(caller, database, cancellation))
            throw ApiProblem.Forbidden("Only administrators of the installation may do this.");
    }

    /// <summary>Whether an administrator calls, with credentials for all that the person may do.</summary>
    public static async Task<bool> IncludeAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        caller is { Kind: CallerKind.Browser or CallerKind.Token, Scope: TokenScope.Admin } && await IsAsync(caller, database, cancellation);

    private static Task<bool> IsAsync(Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        database.Users.AnyAsync(u => u.Id == caller.Id && u.IsAdministrator && u.DeactivatedAt == null, cancellation);
}
