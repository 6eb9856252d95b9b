using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Tokens;
using WarpGrad.Contracts.Errors;

namespace WarpGrad.Api.Adaptations;

/// <summary>How much one token and one team may ask of the workers. Rates are counted by each Api node for itself, waiting questions by the database.</summary>
internal sealed class AdaptationLimits(IOptions<LimitOptions> limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _tokens = PerMinute(limits.Value.AdaptationsPerMinute);
    private readonly PartitionedRateLimiter<string> _teams = PerMinute(limits.Value.TeamAdaptationsPerMinute);

    /// <summary>Questions of one team that may wait or be in work at the same time.</summary>
    public int MostWaiting { get; } = limits.Value.WaitingAdaptations;

    /// <summary>Adaptations that one team may keep at the same time.</summary>
    public int MostKept { get; } = limits.Value.KeptAdaptations;

    /// <summary>Counts a question.</summary>
    /// <exception cref="ApiProblem">429: the token or the team has asked too often in the last minute.</exception>
    public void Demand(HttpRequest request, Caller caller, Guid teamId)
    {
        // Of a token only its hash is kept; a browser counts as its person.
        var token = TokenAuthenticationHandler.Find(request) is { Length: > 0 } secret ? Convert.ToHexString(RandomSecret.Hash(secret)) : caller.Id.ToString();
        Count(_tokens, token, "Your token has asked for as many adaptations as one may in a minute");
        Count(_teams, teamId.ToString(), "Your team has asked for as many adaptations as one may in a minute");
    }

    /// <summary>The refusal when too many questions of the team wait.</summary>
    public ApiProblem Full() => TooMany($"{MostWaiting} adaptations of your team wait or are in work, and no more may", TimeSpan.FromSeconds(2));

    public void Dispose()
    {
        _tokens.Dispose();
        _teams.Dispose();
    }

    private static void Count(PartitionedRateLimiter<string> limiter, string key, string refusal)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (!lease.IsAcquired)
            throw TooMany(refusal, lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1));
    }

    private static ApiProblem TooMany(string refusal, TimeSpan wait) =>
        ApiProblem.TooMany($"{refusal}: try again in {Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} s.", wait);

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) }));
}
