using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Progress;

/// <summary>Live progress. Both methods are streams; a client that reconnects passes the last number it has seen.</summary>
internal sealed class RunProgressHub(WarpGradDbContext database, RunFeeds runs, TeamFeeds teams) : Hub
{
    /// <summary>Events of a run after a number.</summary>
    [HubMethodName(ProgressHub.Subscribe)]
    public async Task<IAsyncEnumerable<SharedEvent>> SubscribeAsync(Guid runId, long afterN, CancellationToken cancellationToken)
    {
        var caller = await CallerClaims.LoadAsync(Context.User!, database, cancellationToken);
        var run = await database.Runs.AsNoTracking().Where(r => r.Id == runId).Select(r => new { r.TeamId, r.State, r.LastEvent }).SingleOrDefaultAsync(cancellationToken);
        Demand(() => caller.Demand(Operation.RunRead, run?.TeamId ?? Guid.Empty, "run"));
        return runs.StreamAsync(runId, Math.Max(0, afterN), run!.State.IsFinal() ? run.LastEvent : null, cancellationToken);
    }

    /// <summary>Changes of a team.</summary>
    [HubMethodName(ProgressHub.SubscribeTeam)]
    public async Task<IAsyncEnumerable<TeamChange>> SubscribeTeamAsync(string teamSlug, CancellationToken cancellationToken)
    {
        var caller = await CallerClaims.LoadAsync(Context.User!, database, cancellationToken);
        CallerTeam team = null!;
        Demand(() => team = caller.Demand(Operation.TeamRead, teamSlug));
        return teams.StreamAsync(team.Id, cancellationToken);
    }

    /// <summary>Refusals reach clients of the hub as its own kind of exception.</summary>
    private static void Demand(Action demand)
    {
        try
        {
            demand();
        }
        catch (ApiProblem problem)
        {
            throw new HubException(problem.Message);
        }
    }
}
