using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Data.Runs;

/// <summary>A worker's right to move a run forward.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Number of the lease; writes that name an older one change nothing.</param>
public sealed record RunLease(Guid RunId, long Epoch);

/// <summary>Fenced leases on runs. All times are the database's, so that workers' clocks do not matter.</summary>
public sealed class RunLeaseStore(WarpGradDbContext database)
{
    /// <summary>Takes a queued run, or one whose lease was not renewed for <paramref name="timeout"/>.</summary>
    /// <returns>The lease, or null when the run is not to be had.</returns>
    public async Task<RunLease?> AcquireAsync(Guid runId, string owner, string softwareVersion, TimeSpan timeout, CancellationToken cancellation)
    {
        var epochs = await database.Database.SqlQuery<long>(
            $"""
            UPDATE runs SET "LeaseOwner" = {owner}, "LeaseEpoch" = "LeaseEpoch" + 1, "LeaseRenewedAt" = now(),
                "StartedAt" = coalesce("StartedAt", now()), "SoftwareVersion" = {softwareVersion},
                "State" = CASE WHEN "State" = 'Queued' THEN 'Running' ELSE "State" END
            WHERE "Id" = {runId} AND ("State" = 'Queued'
                OR ("State" IN ('Running', 'Pausing', 'Cancelling') AND "LeaseRenewedAt" < now() - {timeout}))
            RETURNING "LeaseEpoch" AS "Value"
            """).ToListAsync(cancellation);
        return epochs is [var epoch] ? new RunLease(runId, epoch) : null;
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

    /// <summary>
    /// Runs that need a place on the queue: queued ones whose enqueuing was lost, and ones whose worker fell silent.
    /// Marks them as enqueued now, so that two sweepers do not both take one.
    /// </summary>
    /// <param name="leaseTimeout">Silence after which a worker counts as dead.</param>
    /// <param name="enqueueTimeout">Time after which a queued run without a worker is put on the queue again.</param>
    /// <param name="cancellation">Stops the search.</param>
    public Task<List<Guid>> SweepAsync(TimeSpan leaseTimeout, TimeSpan enqueueTimeout, CancellationToken cancellation) =>
        database.Database.SqlQuery<Guid>(
            $"""
            UPDATE runs SET "EnqueuedAt" = now()
            WHERE ("State" = 'Queued' AND ("EnqueuedAt" IS NULL OR "EnqueuedAt" < now() - {enqueueTimeout}))
               OR ("State" IN ('Running', 'Pausing', 'Cancelling') AND "LeaseRenewedAt" < now() - {leaseTimeout}
                   AND ("EnqueuedAt" IS NULL OR "EnqueuedAt" < now() - {leaseTimeout}))
            RETURNING "Id" AS "Value"
            """).ToListAsync(cancellation);
}
