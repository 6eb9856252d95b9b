using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Reads runs with their outlook: place in the queue, about when they start, about how long they need.</summary>
internal sealed class RunReader(WarpGradDbContext database, RunQueue queue, TimeProvider time)
{
    // Enough to be typical, few enough to follow when a team turns to larger runs.
    private const int RunsJudgedBy = 20;

    /// <summary>A run that was found a moment ago.</summary>
    public async Task<RunSummary> SummaryAsync(Guid id, CancellationToken cancellation) => (await WithOutlookAsync(
        [await database.Runs.Where(r => r.Id == id).Select(RunAnswers.Summary(database)).SingleOrGoneAsync("run", cancellation)], cancellation))[0];

    /// <summary>The runs with their outlook.</summary>
    /// <param name="runs">Runs as the database has them: those in work with the seconds left that their worker told.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public async Task<IReadOnlyList<RunSummary>> WithOutlookAsync(IReadOnlyList<RunSummary> runs, CancellationToken cancellation)
    {
        if (runs.All(run => run.State is not (RunState.Queued or RunState.Running)))
            return [.. runs.Select(run => run with { SecondsLeft = null })];
        var silent = time.GetUtcNow() - RunQueue.LeaseTimeout;
        var busy = await database.Runs.AsNoTracking()
            .Where(r => (r.State == RunState.Running || r.State == RunState.Pausing || r.State == RunState.Cancelling) && r.LeaseRenewedAt >= silent)
            .Select(r => new { r.Id, r.TeamId, r.Family, r.Step, r.TotalSteps, r.State, r.SecondsLeft })
            .ToListAsync(cancellation);
        var waiting = runs.Any(run => run.State == RunState.Queued) ? await queue.ReadAsync(RunQueue.LeaseTimeout, cancellation) : [];
        var durations = await DurationsAsync([.. busy.Select(r => r.TeamId), .. waiting.Select(r => r.TeamId)], cancellation);

        double? Typical(Guid team, TaskFamily family, long step, long steps) =>
            durations.TryGetValue((team, family), out var seconds) ? seconds * (1 - (double)step / Math.Max(1, steps)) : null;

        var left = busy.ToDictionary(
            r => r.Id,
            // A worker that was asked to stop is free in a moment.
            r => r.State != RunState.Running ? 0 : r.SecondsLeft ?? Typical(r.TeamId, r.Family, r.Step, r.TotalSteps));
        var needs = waiting.ToDictionary(r => r.Id, r => Typical(r.TeamId, r.Family, r.Step, r.TotalSteps));
        // While runs wait no worker is idle, so there are as many places to train as there are runs in work.
        var starts = QueueOutlook.Starts([.. waiting.Select(r => needs[r.Id])], [.. busy.Select(r => left[r.Id] ?? double.NaN)]);
        var obstacles = await QueueObstacles.ReadAsync(database, [.. runs.Where(run => run.State == RunState.Queued).Select(run => run.Id)], cancellation);
        var places = waiting.Select((run, index) => (run.Id, index)).ToDictionary();
        return [.. runs.Select(run => run.State switch
        {
            RunState.Queued when places.TryGetValue(run.Id, out var index) =>
                obstacles.TryGetValue(run.Id, out var obstacle)
                    ? run with { QueuePlace = index + 1, SecondsLeft = needs[run.Id], Obstacle = obstacle }
                    : run with { QueuePlace = index + 1, StartsInSeconds = starts[index], SecondsLeft = needs[run.Id] },
            RunState.Running => run with { SecondsLeft = left.GetValueOrDefault(run.Id) },
            _ => run with { SecondsLeft = null },
        })];
    }

    /// <summary>Median duration in seconds of the newest finished runs, by team and family.</summary>
    private async Task<Dictionary<(Guid Team, TaskFamily Family), double>> DurationsAsync(IReadOnlyList<Guid> teams, CancellationToken cancellation)
    {
        var known = new Dictionary<(Guid, TaskFamily), double>();
        foreach (var team in teams.Distinct())
        {
            var finished = await database.Runs.AsNoTracking()
                .Where(r => r.TeamId == team && r.State == RunState.Succeeded && r.StartedAt != null && r.FinishedAt != null)
                .OrderByDescending(r => r.FinishedAt)
                .Take(RunsJudgedBy * Enum.GetValues<TaskFamily>().Length)
                .Select(r => new { r.Family, Took = r.FinishedAt!.Value - r.StartedAt!.Value })
                .ToListAsync(cancellation);
            foreach (var family in finished.GroupBy(r => r.Family))
            {
                var seconds = family.Take(RunsJudgedBy).Select(r => r.Took.TotalSeconds).Order().ToList();
                known[(team, family.Key)] = seconds[seconds.Count / 2];
            }
        }

        return known;
    }
}
