using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Health;
using WarpGrad.Api.Tokens;
using WarpGrad.Contracts.Errors;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Cookies for browsers, bearer tokens for programs; everything needs one of them unless it says otherwise.</summary>
internal static class Authentication
{
    /// <summary>Header that the page sends with cookie-authenticated changes. Another site cannot set it without a CORS grant, which nobody gets.</summary>
    public const string ClientHeader = "X-WarpGrad-Client";

    /// <summary>How long a link for a new password works.</summary>
    public static readonly TimeSpan ResetLinkLife = TimeSpan.FromHours(24);

    private const string EitherScheme = "CookieOrToken";

    public static IServiceCollection AddWarpGradAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var sessions = services.AddSettings<SessionOptions>(configuration, "Sessions");
        services.AddDataProtection().SetApplicationName("WarpGrad").PersistKeysToDbContext<WarpGradDbContext>();
        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = Passwords.Shortest;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireDigit = false;
                identity.SignIn.RequireConfirmedAccount = true;
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<WarpGradDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddScoped<IUserConfirmation<User>, ActiveAccount>();
        services.Configure<DataProtectionTokenProviderOptions>(links => links.TokenLifespan = ResetLinkLife);
        // A changed password ends other sessions within this time.
        services.Configure<SecurityStampValidatorOptions>(stamps =>
            stamps.ValidationInterval = TimeSpan.FromSeconds(sessions.CheckSeconds));
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, either => either.ForwardDefaultSelector = context =>
                TokenAuthenticationHandler.Find(context.Request) is null ? IdentityConstants.ApplicationScheme
                    : OperatorToken.IsSent(context) ? OperatorToken.SchemeName : TokenAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, OperatorToken>(OperatorToken.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme, ConfigureCookie)
            // Nobody signs in to it, but where a session has ended the library signs out of it.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme);
        services.AddAuthorizationBuilder()
            .AddOperators()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrLost).Build());
        return services;
    }

    /// <summary>Refuses changes that carry only a cookie: a cookie alone may have been sent by another site's page.</summary>
    public static IApplicationBuilder UseCrossSiteGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var changes = !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        var byCookie = context.User.Identity is { IsAuthenticated: true, AuthenticationType: var type } && type == IdentityConstants.ApplicationScheme;
        if (changes && byCookie && context.Request.Path.StartsWithSegments("/api") && !context.Request.Headers.ContainsKey(ClientHeader))
            throw ApiProblem.Forbidden($"Changes made with a cookie need the header '{ClientHeader}'. Programs use a bearer token instead.");
        return next(context);
    });

    /// <summary>What leads to none of the routes, for its address, method or content type, is told so: this asks nothing of the product.</summary>
    private static bool IsSignedInOrLost(AuthorizationHandlerContext caller) =>
        caller.User.Identity?.IsAuthenticated == true || caller.Resource is HttpContext context && context.GetEndpoint() is not RouteEndpoint;

    private static void ConfigureCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "warpgrad";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = context => Answer(context.HttpContext, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context.HttpContext, StatusCodes.Status403Forbidden);
        cookie.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Gives bare answers a body that says how to mend them.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        (details.Type, details.Title, details.Detail) = details.Status switch
        {
            StatusCodes.Status401Unauthorized when details.Detail is null => (ProblemTypes.Unauthenticated, "Not signed in",
                "Sign in, or send a valid token as 'Authorization: Bearer …'."),
            StatusCodes.Status403Forbidden when details.Detail is null => (ProblemTypes.Forbidden, "Not allowed", "You may not do this."),
            StatusCodes.Status404NotFound when details.Detail is null => (ProblemTypes.NotFound, "Not found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed when details.Detail is null => (ProblemTypes.InvalidRequest, "Method not allowed",
                "This address does not take that method: the header 'Allow' lists those it takes."),
            StatusCodes.Status413PayloadTooLarge when details.Detail is null => (ProblemTypes.TooLarge, "Too large",
                "The request body is larger than this endpoint accepts."),
            StatusCodes.Status415UnsupportedMediaType when details.Detail is null => (ProblemTypes.InvalidRequest, "Unsupported media type",
                "This address does not take a body of that content type. JSON is sent as 'Content-Type: application/json'."),
            >= StatusCodes.Status500InternalServerError when details.Detail is null => (details.Type, details.Title,
                "The server could not answer this. What went wrong is in its log, under the trace id."),
            _ => (details.Type, details.Title, details.Detail),
        };
    }
}
