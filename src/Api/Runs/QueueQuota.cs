using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>How many runs of one team may wait: <c>Limits:QueuedRunsPerTeam</c>.</summary>
internal sealed class QueueQuota(WarpGradDbContext database, IConfiguration configuration)
{
    private const string Key = "Limits:QueuedRunsPerTeam";
    private const int Most = 500;

    // A queue that is full empties by whole runs, which take minutes.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Makes certain that one more run may be queued in the caller's transaction.</summary>
    /// <exception cref="ApiProblem">429 when the team has as many as it may have.</exception>
    public async Task DemandRoomAsync(Guid teamId, CancellationToken cancellation)
    {
        // The lock lets submissions of a team pass one by one: two at once would both find the last place.
        await database.Database.ExecuteSqlAsync($"""SELECT 1 FROM teams WHERE "Id" = {teamId} FOR NO KEY UPDATE""", cancellation);
        var most = configuration.GetValue(Key, Most);
        if (await database.Runs.CountAsync(r => r.TeamId == teamId && r.State == RunState.Queued, cancellation) >= most)
            throw ApiProblem.TooMany($"The team has {most} queued runs, which is as many as it may have: try again when some have started, or cancel some.", LookAgain);
    }
}
