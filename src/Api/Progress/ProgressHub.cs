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
    public async Task<IAsyncEnumerable<RunEvent>> SubscribeAsync(Guid runId, long afterN, CancellationToken cancellationToken)
    {
        var caller = await CallerClaims.LoadAsync(Context.User!, database, cancellationToken);
        var run = await database.Runs.AsNoTracking()
            .Where(r => r.Id == runId && caller.TeamIds.Contains(r.TeamId))
            .Select(r => new { r.State })
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new HubException("There is no such run, or you may not see it.");
        return runs.StreamAsync(runId, Math.Max(0, afterN), run.State.IsFinal(), cancellationToken);
    }

    /// <summary>Changes of a team.</summary>
    [HubMethodName(ProgressHub.SubscribeTeam)]
    public async Task<IAsyncEnumerable<TeamChange>> SubscribeTeamAsync(string teamSlug, CancellationToken cancellationToken)
    {
        try
        {
            var caller = await CallerClaims.LoadAsync(Context.User!, database, cancellationToken);
            return teams.StreamAsync(caller.Demand(Operation.TeamRead, teamSlug).Id, cancellationToken);
        }
        catch (ApiProblem problem)
        {
            throw new HubException(problem.Message);
        }
    }
}
