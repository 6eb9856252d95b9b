using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Authorization;

/// <summary>Between the claims of a request and the caller behind them.</summary>
internal static class CallerClaims
{
    private const string Token = "warpgrad:token", Scope = "warpgrad:scope", Team = "warpgrad:team", Role = "warpgrad:role";
    private static readonly string Stamp = new ClaimsIdentityOptions().SecurityStampClaimType;

    /// <summary>Claims of a token.</summary>
    /// <param name="token">Id of the token.</param>
    /// <param name="id">Id of its owner, or its own where a team owns it.</param>
    /// <param name="name">E-mail of its owner, or its own name.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="teamId">The only team it works in; null: all of its owner's.</param>
    /// <param name="role">Its role there where a team owns it.</param>
    public static IEnumerable<Claim> OfToken(Guid token, Guid id, string name, TokenScope scope, Guid? teamId, TeamRole? role)
    {
        yield return new Claim(Token, token.ToString());
        yield return new Claim(ClaimTypes.NameIdentifier, id.ToString());
        yield return new Claim(ClaimTypes.Email, name);
        yield return new Claim(Scope, scope.ToString());
        if (teamId is { } team)
            yield return new Claim(Team, team.ToString());
        if (role is { } given)
            yield return new Claim(Role, given.ToString());
    }

    /// <summary>Whether what was true of a principal when it was authenticated still is: a token neither revoked nor expired, a session that nobody ended.</summary>
    /// <param name="principal">Who opened a connection, perhaps long ago.</param>
    /// <param name="database">Where tokens and accounts are.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Stops the query.</param>
    public static Task<bool> HoldAsync(ClaimsPrincipal principal, WarpGradDbContext database, DateTimeOffset now, CancellationToken cancellation)
    {
        if (principal.FindFirstValue(Token) is { } claim)
        {
            var token = Guid.Parse(claim);
            return database.ApiTokens.AnyAsync(t => t.Id == token && (t.ExpiresAt == null || t.ExpiresAt > now) && (t.UserId == null || t.User!.DeactivatedAt == null), cancellation);
        }

        var (id, stamp) = (Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? Guid.Empty.ToString()), principal.FindFirstValue(Stamp));
        return database.Users.AnyAsync(u => u.Id == id && u.SecurityStamp == stamp && u.DeactivatedAt == null, cancellation);
    }

    /// <summary>Loads the caller behind a principal; roles are read anew for every request.</summary>
    public static async Task<Caller> LoadAsync(ClaimsPrincipal principal, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException("An endpoint that needs a caller allows anonymous access."));
        var name = principal.FindFirstValue(ClaimTypes.Email) ?? "";
        var scope = principal.FindFirstValue(Scope) is { } claim ? Enum.Parse<TokenScope>(claim) : (TokenScope?)null;
        var only = principal.FindFirstValue(Team) is { } team ? Guid.Parse(team) : (Guid?)null;
        var role = principal.FindFirstValue(Role) is { } given ? Enum.Parse<TeamRole>(given) : (TeamRole?)null;
        var teams = role is null
            ? await database.Memberships.AsNoTracking()
                .Where(m => m.UserId == id && m.User!.DeactivatedAt == null && (only == null || m.TeamId == only))
                .OrderBy(m => m.Team!.Name)
                .Select(m => new CallerTeam(m.TeamId, m.Team!.Slug, m.Team.Name, m.Role))
                .ToListAsync(cancellation)
            : await database.Teams.AsNoTracking()
                .Where(t => t.Id == only)
                .Select(t => new CallerTeam(t.Id, t.Slug, t.Name, role.Value))
                .ToListAsync(cancellation);
        var kind = role is not null ? CallerKind.Service : only is not null ? CallerKind.TeamToken : scope is not null ? CallerKind.Token : CallerKind.Browser;
        return new Caller(id, name, kind, scope ?? TokenScope.Admin, teams.ToDictionary(t => t.Slug));
    }
}
