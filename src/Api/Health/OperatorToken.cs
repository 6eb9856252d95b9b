using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Tokens;
using WarpGrad.Telemetry;

namespace WarpGrad.Api.Health;

/// <summary>Authenticates the program that collects figures, by the setting <c>Metrics:Token</c>. The token opens nothing else.</summary>
internal sealed class OperatorToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "OperatorToken";

    /// <summary>Whether a request carries it to a place that it opens.</summary>
    public static bool IsSent(HttpContext context) =>
        (context.Request.Path == HealthApi.Path || context.Request.Path == Operators.MetricsPath)
        && context.RequestServices.GetRequiredService<IOptions<MetricsOptions>>().Value.Token is { } token
        && TokenAuthenticationHandler.Find(context.Request) is { } sent
        && CryptographicOperations.FixedTimeEquals(RandomSecret.Hash(sent), RandomSecret.Hash(token));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(IsSent(Context)
        ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([], SchemeName)), SchemeName))
        : AuthenticateResult.NoResult());
}
