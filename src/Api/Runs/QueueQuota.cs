using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>How many runs of one team may wait: <see cref="LimitOptions.QueuedRunsPerTeam"/>.</summary>
internal sealed class QueueQuota(WarpGradDbContext database, IOptions<LimitOptions> limits)
{
    // A queue that is full empties by whole runs, which take minutes.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Makes certain that more runs may be queued in the caller's transaction.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <param name="more">How many more.</param>
    /// <exception cref="ApiProblem">429 when the team has as many as it may have.</exception>
    public async Task DemandRoomAsync(Guid teamId, CancellationToken cancellation, int more = 1)
    {
        // The lock lets submissions of a team pass one by one: two at once would both find the last place.
        await database.Database.ExecuteSqlAsync($"""SELECT 1 FROM teams WHERE "Id" = {teamId} FOR NO KEY UPDATE""", cancellation);
        var most = limits.Value.QueuedRunsPerTeam;
        var queued = await database.Runs.CountAsync(r => r.TeamId == teamId && r.State == RunState.Queued, cancellation);
        if (queued + more > most)
            throw ApiProblem.TooMany(
                more == 1
                    ? $"The team has {queued} queued runs, which is as many as it may have: try again when some have started, or cancel some."
                    : $"The team has {queued} queued runs and may have {most}; these would be {more} more: try again when some have started, or ask for fewer.", LookAgain);
    }
}
