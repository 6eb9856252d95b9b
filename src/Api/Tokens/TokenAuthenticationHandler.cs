using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;

namespace WarpGrad.Api.Tokens;

/// <summary>Authenticates bearer tokens by their hash.</summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    WarpGradDbContext database, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";

    /// <summary>The bearer token of a request. Browsers cannot set headers on WebSockets, so the hub also takes it from the query.</summary>
    public static string? Find(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return header[bearer.Length..].Trim();
        return request.Path.StartsWithSegments(ProgressHub.Path) ? request.Query["access_token"].FirstOrDefault() : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Find(Request) is not { Length: > 0 } secret)
            return AuthenticateResult.NoResult();
        var hash = RandomSecret.Hash(secret);
        var now = time.GetUtcNow();
        var token = await database.ApiTokens.AsNoTracking()
            .Where(t => t.Hash == hash && (t.ExpiresAt == null || t.ExpiresAt > now) && (t.UserId == null || t.User!.DeactivatedAt == null))
            .Select(t => new { t.Id, t.UserId, t.User!.Email, t.Name, t.Scope, t.TeamId, t.Role, t.ExpiresAt, t.LastUsedAt })
            .SingleOrDefaultAsync(Context.RequestAborted);
        if (token is null)
            return AuthenticateResult.Fail("The token is unknown or has expired.");

        if (token.LastUsedAt is null || now - token.LastUsedAt > TimeSpan.FromMinutes(1))
            await database.ApiTokens.Where(t => t.Id == token.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), Context.RequestAborted);
        var claims = CallerClaims.OfToken(token.Id, token.UserId ?? token.Id, token.UserId is null ? token.Name : token.Email ?? "", token.Scope, token.TeamId, token.Role);
        var identity = new ClaimsIdentity(claims, SchemeName);
        // Connections of the hub end with it.
        var properties = new AuthenticationProperties { ExpiresUtc = token.ExpiresAt };
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, SchemeName));
    }
}
