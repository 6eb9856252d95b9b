using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WarpGrad.Contracts.Errors;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Infrastructure;

/// <summary>How often strangers may ask.</summary>
internal static class RateLimits
{
    /// <summary>Policy of endpoints where secrets could be guessed.</summary>
    public const string SignIn = "sign-in";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = services.AddSettings<LimitOptions>(configuration, "Limits").SignInsPerMinute;
        return services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
            limiter.OnRejected = RefuseAsync;
        });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var problem = new ApiProblem(StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "Too many requests", $"Too many attempts from your address: try again in {wait} seconds.");
        rejected.HttpContext.Response.StatusCode = problem.Status;
        await rejected.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = rejected.HttpContext, ProblemDetails = problem.ToDetails() });
    }
}
