using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Infrastructure;

/// <summary>How often strangers may ask, and how many transfers one caller and all together may have.</summary>
internal static class RateLimits
{
    /// <summary>Policy of endpoints where secrets could be guessed.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Policy of endpoints that hold a connection to the database for as long as bytes come or go.</summary>
    public const string Transfers = "transfers";

    private static readonly TimeSpan TransferWait = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = services.AddSettings<LimitOptions>(configuration, "Limits");
        var node = Concurrent(limits.TransfersOfNode);
        return services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
            // Who has not signed in gets nothing of what is counted here.
            limiter.AddPolicy(Transfers, context => RateLimitPartition.Get(
                context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
                _ => RateLimiter.CreateChained(Concurrent(limits.TransfersAtOnce), node)));
            limiter.OnRejected = (rejected, _) => throw Refusal(rejected, limits, node);
        });
    }

    private static ConcurrencyLimiter Concurrent(int most) => new(new ConcurrencyLimiterOptions { PermitLimit = most });

    private static ApiProblem Refusal(OnRejectedContext rejected, LimitOptions limits, ConcurrencyLimiter node)
    {
        if (rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == Transfers)
            return ApiProblem.TooMany(
                node.GetStatistics()!.CurrentAvailablePermits > 0
                    ? $"{limits.TransfersAtOnce} files of yours are on their way, as many as one may send and fetch at once: try again when one has arrived."
                    : $"{limits.TransfersOfNode} files are on their way, as many as this server takes at once: try again in a few seconds. Uploads in parts need not wait.",
                TransferWait);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        return ApiProblem.TooMany($"Too many attempts from your address: try again in {Math.Max(1, Math.Ceiling(wait.TotalSeconds)):F0} seconds.", wait);
    }
}
