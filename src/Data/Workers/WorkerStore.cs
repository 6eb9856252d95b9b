using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Workers;

namespace WarpGrad.Data.Workers;

/// <summary>Workers' signs of life. All times are the database's, so that workers' clocks do not matter.</summary>
public sealed class WorkerStore(WarpGradDbContext database)
{
    /// <summary>Longest name of a worker.</summary>
    public const int LongestName = 200;

    /// <summary>Longest of the other texts.</summary>
    public const int LongestText = 200;

    /// <summary>
    /// Enters a worker, and removes those that left or fell silent long ago: rows come only from here, so the table stays short.
    /// </summary>
    /// <param name="worker">The worker; its times are set here.</param>
    /// <param name="kept">How long those that are no more stay listed.</param>
    /// <param name="cancellation">Stops the write.</param>
    public async Task RegisterAsync(Worker worker, TimeSpan kept, CancellationToken cancellation)
    {
        await database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM workers WHERE "HeartbeatAt" < now() - {kept} AND ("State" = {nameof(WorkerState.Gone)} OR "HeartbeatAt" < now() - "LeaseTimeout")
            """, cancellation);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO workers ("Id", "Name", "Host", "ProcessId", "State", "Queues", "Threads", "Device", "DeviceName", "Cores", "MemoryBytes",
                "MemoryUsedBytes", "SoftwareVersion", "TorchVersion", "RuntimeVersion", "SystemVersion", "LeaseTimeout", "StartedAt", "HeartbeatAt")
            VALUES ({worker.Id}, {worker.Name}, {worker.Host}, {worker.ProcessId}, {worker.State.ToString()}, {worker.Queues}, {worker.Threads}, {worker.Device},
                {worker.DeviceName}, {worker.Cores}, {worker.MemoryBytes}, {worker.MemoryUsedBytes}, {worker.SoftwareVersion}, {worker.TorchVersion},
                {worker.RuntimeVersion}, {worker.SystemVersion}, {worker.LeaseTimeout}, now(), now())
            ON CONFLICT ("Id") DO NOTHING
            """, cancellation);
    }

    /// <summary>Notes a sign of life.</summary>
    /// <param name="id">The worker.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="memoryUsed">Memory it holds, in bytes.</param>
    /// <param name="cancellation">Stops the write.</param>
    /// <returns>Whether somebody asked it to leave; null when the worker is not entered, or no longer.</returns>
    public async Task<bool?> BeatAsync(Guid id, WorkerState state, long memoryUsed, CancellationToken cancellation)
    {
        var wishes = await database.Database.SqlQuery<bool>(
            $"""
            UPDATE workers SET "HeartbeatAt" = now(), "State" = {state.ToString()}, "MemoryUsedBytes" = {memoryUsed} WHERE "Id" = {id}
            RETURNING "DrainRequestedAt" IS NOT NULL AS "Value"
            """).ToListAsync(cancellation);
        return wishes is [var wished] ? wished : null;
    }

    /// <summary>Asks a worker to leave; it learns of it at its next sign of life.</summary>
    /// <returns>False when it has left already or there is none.</returns>
    public async Task<bool> AskToDrainAsync(Guid id, CancellationToken cancellation) => await database.Database.ExecuteSqlAsync(
        $"""
        UPDATE workers SET "DrainRequestedAt" = coalesce("DrainRequestedAt", now())
        WHERE "Id" = {id} AND "State" <> 'Gone' AND "HeartbeatAt" >= now() - "LeaseTimeout"
        """, cancellation) > 0;
}
