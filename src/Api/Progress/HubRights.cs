using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Data;
using SessionOptions = WarpGrad.Api.Infrastructure.SessionOptions;

namespace WarpGrad.Api.Progress;

/// <summary>What callers of the hub may read now. A connection stays open for days: what it was opened with says nothing of the present.</summary>
internal sealed partial class HubRights(IServiceScopeFactory scopes, IOptions<SessionOptions> sessions, TimeProvider time, ILogger<HubRights> logger)
{
    /// <summary>Refuses callers whose credentials have ended, or whom the demand refuses.</summary>
    /// <exception cref="HubException">The refusal, as clients of the hub know refusals.</exception>
    public async Task DemandAsync(ClaimsPrincipal principal, Action<Caller> demand, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WarpGradDbContext>();
        if (!await CallerClaims.HoldAsync(principal, database, time.GetUtcNow(), cancellation))
            throw new HubException("Your session or token has ended: sign in again, or connect with another token.");
        try
        {
            demand(await CallerClaims.LoadAsync(principal, database, cancellation));
        }
        catch (ApiProblem problem)
        {
            throw new HubException(problem.Message);
        }
    }

    /// <summary>A stream for as long as its reader may have it.</summary>
    /// <param name="open">Opens the stream.</param>
    /// <param name="principal">Its reader.</param>
    /// <param name="demand">What was demanded of the reader before, and is again.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="HubException">The reader may not have it any more.</exception>
    public async IAsyncEnumerable<T> WhileAllowedAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> open, ClaimsPrincipal principal, Action<Caller> demand, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = WatchAsync(principal, demand, end);
        try
        {
            await using var items = open(end.Token).GetAsyncEnumerator(end.Token);
            while (await MoveAsync(items, end.Token))
                yield return items.Current;
            if (end.IsCancellationRequested)
                await watch;
        }
        finally
        {
            await end.CancelAsync();
            await watch.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>The next item; none when the stream was ended from here.</summary>
    private static async Task<bool> MoveAsync<T>(IAsyncEnumerator<T> items, CancellationToken end)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Asks again and again, and ends the stream by a refusal.</summary>
    private async Task WatchAsync(ClaimsPrincipal principal, Action<Caller> demand, CancellationTokenSource end)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(1, sessions.Value.CheckSeconds)));
        while (await clock.WaitForNextTickAsync(end.Token))
        {
            try
            {
                await DemandAsync(principal, demand, end.Token);
            }
            catch (HubException)
            {
                // From another thread: whoever waits for the next item goes on from here.
                end.CancelAfter(TimeSpan.Zero);
                throw;
            }
            catch (Exception exception) when (DatabaseFailures.IsAway(exception))
            {
                NotAsked(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a reader of the hub still may read could not be asked; the next time tells.")]
    private static partial void NotAsked(ILogger logger, Exception exception);
}
