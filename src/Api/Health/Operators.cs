using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Authorization;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Health;

/// <summary>
/// Who may read figures and health of the whole installation: administrators, and the program that holds the operators' token. Not
/// whoever calls from this machine: behind a proxy on it everybody does.
/// </summary>
internal static class Operators
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "operators";

    /// <summary>Address of the figures.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>Adds the policy.</summary>
    public static AuthorizationBuilder AddOperators(this AuthorizationBuilder authorization)
    {
        authorization.Services.AddScoped<IAuthorizationHandler, Handler>();
        return authorization.AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new Requirement()));
    }

    private sealed class Requirement : IAuthorizationRequirement;

    private sealed class Handler(WarpGradDbContext database) : AuthorizationHandler<Requirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
        {
            if (context.User.Identity is not { IsAuthenticated: true } identity)
                return;
            // The operators' token is told from the configuration alone, so that it works while the database does not.
            if (identity.AuthenticationType == OperatorToken.SchemeName
                || await Administrators.IncludeAsync(await CallerClaims.LoadAsync(context.User, database, CancellationToken.None), database, CancellationToken.None))
                context.Succeed(requirement);
        }
    }
}
