using Microsoft.EntityFrameworkCore;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Workers;

namespace WarpGrad.Data.Installation;

/// <summary>Reads how the whole installation stands. All times are the database's.</summary>
public sealed class InstallationReader(WarpGradDbContext database)
{
    /// <summary>Reads.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<InstallationState> ReadAsync(CancellationToken cancellation)
    {
        var states = await database.Runs.GroupBy(r => r.State).Select(group => new { State = group.Key, Count = group.LongCount() }).ToListAsync(cancellation);
        var serving = await database.Serving().Select(w => w.Queues).ToListAsync(cancellation);
        return new InstallationState(
            await RunsAsync(cancellation),
            await AdaptationsAsync(cancellation),
            await ImportsAsync(cancellation),
            states.ToDictionary(row => row.State.ToString().ToLowerInvariant(), row => row.Count),
            await WorkersAsync(cancellation),
            serving.SelectMany(queues => queues).CountBy(queue => queue).ToDictionary(),
            await OneAsync<long>($"""SELECT pg_database_size(current_database()) AS "Value" """, cancellation));
    }

    private Task<WaitingLine> RunsAsync(CancellationToken cancellation) => OneAsync<WaitingLine>(
        RunQueue.Join(
            $"""
            SELECT count(*)::int AS "Waiting", coalesce(max(extract(epoch FROM now() -
                CASE WHEN r."State" = 'Queued' THEN coalesce(r."QueuedAt", r."CreatedAt") ELSE r."LeaseRenewedAt" END)), 0)::float8 AS "OldestSeconds"
            FROM runs r WHERE
            """, RunQueue.Waiting(RunQueue.LeaseTimeout)), cancellation);

    private Task<WaitingLine> AdaptationsAsync(CancellationToken cancellation) => OneAsync<WaitingLine>(
        $"""
        SELECT count(*)::int AS "Waiting", coalesce(max(extract(epoch FROM now() - "CreatedAt")), 0)::float8 AS "OldestSeconds"
        FROM adaptations WHERE "State" = 'Pending' AND ("ClaimedUntil" IS NULL OR "ClaimedUntil" <= now())
        """, cancellation);

    private Task<WaitingLine> ImportsAsync(CancellationToken cancellation) => OneAsync<WaitingLine>(
        $"""
        SELECT count(*)::int AS "Waiting", coalesce(max(extract(epoch FROM now() - "CreatedAt")), 0)::float8 AS "OldestSeconds"
        FROM (SELECT "CreatedAt" FROM datasets WHERE "State" = 'Importing' UNION ALL SELECT "CreatedAt" FROM model_imports WHERE "State" = 'Pending') i
        """, cancellation);

    private Task<WorkerCounts> WorkersAsync(CancellationToken cancellation) => OneAsync<WorkerCounts>(
        $"""
        SELECT count(*) FILTER (WHERE heard AND NOT leaving)::int AS "Active", count(*) FILTER (WHERE heard AND leaving)::int AS "Draining",
            count(*) FILTER (WHERE NOT heard)::int AS "Lost"
        FROM (
            SELECT "HeartbeatAt" >= now() - "LeaseTimeout" AS heard, "State" = 'Draining' OR "DrainRequestedAt" IS NOT NULL AS leaving
            FROM workers WHERE "State" <> 'Gone') w
        """, cancellation);

    private async Task<T> OneAsync<T>(FormattableString sql, CancellationToken cancellation) =>
        (await database.Database.SqlQuery<T>(sql).ToListAsync(cancellation)).Single();
}
