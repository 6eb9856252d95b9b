using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Data.Runs;

/// <summary>A worker's right to move a run forward.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Number of the lease; writes that name an older one change nothing.</param>
/// <param name="Deaths">Workers in a row that died on the run before this one, without storing a checkpoint.</param>
/// <param name="Step">Meta-steps that the worker before had reported.</param>
/// <param name="TraceParent">Place in the trace of the request that put the run on the queue; null where there was none.</param>
/// <param name="QueuedAt">Since when it waited; null where a worker lost it.</param>
/// <param name="Device">The device that it asks for.</param>
/// <param name="Unwanted">Whether people asked for it to be paused or cancelled, and nobody did so: it only has to be put down.</param>
public sealed record RunLease(
    Guid RunId, long Epoch, int Deaths = 0, long Step = 0, string? TraceParent = null, DateTimeOffset? QueuedAt = null,
    string Device = ComputeDevices.Auto, bool Unwanted = false);

/// <summary>Fenced leases on runs. All times are the database's, so that workers' clocks do not matter.</summary>
public sealed class RunLeaseStore(WarpGradDbContext database)
{
    /// <summary>Takes the run whose turn it is: a queued one, or one whose lease was not renewed for <paramref name="timeout"/>.</summary>
    /// <returns>The lease, or null when no run is to be had.</returns>
    public async Task<RunLease?> AcquireAsync(
        string owner, string softwareVersion, IReadOnlyList<string> devices, TimeSpan timeout, CancellationToken cancellation)
    {
        // The condition is asked again of the locked row: between the look and the lock another worker may have taken it.
        var leases = await database.Database.SqlQuery<RunLease>(RunQueue.Join(
            $"""WITH """, RunQueue.Turns(timeout),
            $"""
            , next AS MATERIALIZED (
                SELECT r."Id", r."State" = 'Queued' AS queued FROM runs r JOIN turns t ON t."Id" = r."Id"
                WHERE
            """, RunQueue.Takeable(timeout, devices),
            $"""
                ORDER BY t.turn, t."Id" LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
            UPDATE runs SET "LeaseOwner" = {owner}, "LeaseEpoch" = "LeaseEpoch" + 1, "LeaseRenewedAt" = now(),
                "StartedAt" = coalesce("StartedAt", now()), "SoftwareVersion" = {softwareVersion}, "SecondsLeft" = NULL,
                "FruitlessTakeovers" = CASE WHEN "State" = 'Queued' THEN 0 WHEN "LeaseOwner" IS NULL THEN "FruitlessTakeovers" ELSE "FruitlessTakeovers" + 1 END,
                "State" = CASE WHEN "State" = 'Queued' THEN 'Running' ELSE "State" END
            FROM next WHERE runs."Id" = next."Id"
            RETURNING runs."Id" AS "RunId", "LeaseEpoch" AS "Epoch", "FruitlessTakeovers" AS "Deaths", "Step", "TraceParent",
                CASE WHEN next.queued THEN "QueuedAt" END AS "QueuedAt", coalesce("Spec"->>'device', {ComputeDevices.Auto}) AS "Device",
                "State" IN ('Pausing', 'Cancelling') AS "Unwanted"
            """)).ToListAsync(cancellation);
        return leases.SingleOrDefault();
    }

    /// <summary>Renews a lease and tells what people want of the run.</summary>
    /// <returns>The run's state, or null when the lease was lost.</returns>
    public async Task<RunState?> RenewAsync(RunLease lease, CancellationToken cancellation)
    {
        var states = await database.Database.SqlQuery<string>(
            $"""
            UPDATE runs SET "LeaseRenewedAt" = now() WHERE "Id" = {lease.RunId} AND "LeaseEpoch" = {lease.Epoch}
            RETURNING "State" AS "Value"
            """).ToListAsync(cancellation);
        return states is [var state] ? Enum.Parse<RunState>(state) : null;
    }

    /// <summary>Takes the owner's name off a lease that is left to run out, because the owner lives: whoever takes the run over counts no death.</summary>
    /// <param name="lease">The lease; nothing happens where it was lost.</param>
    /// <param name="cancellation">Stops the write.</param>
    public Task LeaveAsync(RunLease lease, CancellationToken cancellation) => database.Database.ExecuteSqlAsync(
        $"""UPDATE runs SET "LeaseOwner" = NULL WHERE "Id" = {lease.RunId} AND "LeaseEpoch" = {lease.Epoch}""", cancellation);
}
