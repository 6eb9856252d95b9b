using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Progress;

/// <summary>Live progress. Both methods are streams; a client that reconnects passes the last number it has seen.</summary>
internal sealed class RunProgressHub(WarpGradDbContext database, HubRights rights, RunFeeds runs, TeamFeeds teams) : Hub
{
    /// <summary>Events of a run after a number.</summary>
    [HubMethodName(ProgressHub.Subscribe)]
    public async Task<IAsyncEnumerable<SharedEvent>> SubscribeAsync(Guid runId, long afterN, CancellationToken cancellationToken)
    {
        var run = await database.Runs.AsNoTracking().Where(r => r.Id == runId).Select(r => new { r.TeamId, r.State, r.LastEvent }).SingleOrDefaultAsync(cancellationToken);
        void Demand(Caller caller) => caller.Demand(Operation.RunRead, run?.TeamId ?? Guid.Empty, "run");
        await rights.DemandAsync(Context.User!, Demand, cancellationToken);
        var last = run!.State.IsFinal() ? run.LastEvent : (long?)null;
        // All who watch a run share what is read of it: a number beyond its end would have everybody wait for that one.
        var after = Math.Clamp(afterN, 0, run.LastEvent);
        return rights.WhileAllowedAsync(end => runs.StreamAsync(runId, after, last, end), Context.User!, Demand, cancellationToken);
    }

    /// <summary>Changes of a team.</summary>
    [HubMethodName(ProgressHub.SubscribeTeam)]
    public async Task<IAsyncEnumerable<TeamChange>> SubscribeTeamAsync(string teamSlug, CancellationToken cancellationToken)
    {
        CallerTeam team = null!;
        void Demand(Caller caller) => team = caller.Demand(Operation.TeamRead, teamSlug);
        await rights.DemandAsync(Context.User!, Demand, cancellationToken);
        return rights.WhileAllowedAsync(end => teams.StreamAsync(team.Id, end), Context.User!, Demand, cancellationToken);
    }
}
