using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Data.Runs;

/// <summary>An event that has no number yet.</summary>
/// <param name="Kind">One of <see cref="RunEventKinds"/>.</param>
/// <param name="Payload">The record that belongs to the kind.</param>
public sealed record NewRunEvent(string Kind, object Payload);

/// <summary>What an append was given; enough to see later whether its transaction was committed.</summary>
/// <param name="N">Number of its last event.</param>
/// <param name="Time">Time of its events.</param>
public sealed record EventReceipt(long N, DateTimeOffset Time);

/// <summary>Appends and reads the gaplessly numbered events of runs.</summary>
public sealed class RunEventStore(WarpGradDbContext database)
{
    /// <summary>Of the newest append; null before the first.</summary>
    public EventReceipt? Receipt { get; private set; }

    /// <summary>Whether an append was committed, for whoever lost the connection before the answer came.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="receipt">What the append was given.</param>
    /// <param name="cancellation">Stops the read.</param>
    public Task<bool> IsStoredAsync(Guid runId, EventReceipt receipt, CancellationToken cancellation) =>
        database.RunEvents.AnyAsync(e => e.RunId == runId && e.N == receipt.N && e.Time == receipt.Time, cancellation);

    /// <summary>
    /// Numbers and appends events inside the caller's transaction, and notifies at its commit.
    /// Updating the counter locks the run's row, so that numbers are gapless and become visible in order.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="epoch">Lease of the worker that writes; null for the Api, which holds none.</param>
    /// <param name="events">The events in order.</param>
    /// <param name="cancellation">Stops the write.</param>
    /// <returns>False, and nothing written, when the lease was lost or the run is gone.</returns>
    public async Task<bool> AppendAsync(Guid runId, long? epoch, IReadOnlyList<NewRunEvent> events, CancellationToken cancellation)
    {
        if (database.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Events are appended inside a transaction.");
        var counted = await database.Database.SqlQuery<Counter>(
            $"""
            UPDATE runs SET "LastEvent" = "LastEvent" + {events.Count}
            WHERE "Id" = {runId} AND ({epoch}::bigint IS NULL OR "LeaseEpoch" = {epoch})
            RETURNING "LastEvent", "TeamId", "SweepId", clock_timestamp() AS "Now"
            """).ToListAsync(cancellation);
        if (counted is not [var counter])
            return false;

        Receipt = new EventReceipt(counter.LastEvent, counter.Now);
        var first = counter.LastEvent - events.Count + 1;
        database.RunEvents.AddRange(events.Select((item, offset) => new RunEventRow
        {
            RunId = runId,
            N = first + offset,
            // The database's clock, read while the row is locked: times ascend with numbers whoever writes.
            Time = counter.Now,
            Kind = item.Kind,
            Payload = JsonSerializer.Serialize(item.Payload, JsonSerializerOptions.Web),
        }));
        await database.SaveChangesAsync(cancellation);
        Signals.Events.Add(events.Count);
        await database.NotifyAsync(Channels.RunEvents, runId.ToString(), cancellation);
        await database.NotifyTeamAsync(counter.TeamId, TeamChangeKinds.Run, runId, cancellation);
        if (counter.SweepId is { } sweepId && events.Any(item => item.Kind == RunEventKinds.State))
            await database.NotifyAsync(Channels.Sweeps, sweepId.ToString(), cancellation);
        return true;
    }

    /// <summary>Events with numbers above <paramref name="after"/>, in order.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="after">Last number already seen; 0 for all.</param>
    /// <param name="limit">Most events to return.</param>
    /// <param name="kinds">Kinds wanted; null for all.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async Task<IReadOnlyList<RunEvent>> ReadAsync(Guid runId, long after, int limit, string[]? kinds, CancellationToken cancellation)
    {
        var rows = await database.RunEvents.AsNoTracking()
            .Where(e => e.RunId == runId && e.N > after && (kinds == null || kinds.Contains(e.Kind)))
            .OrderBy(e => e.N)
            .Take(limit)
            .ToListAsync(cancellation);
        return [.. rows.Select(row => new RunEvent(row.RunId, row.N, row.Time, row.Kind, Payload(row)))];
    }

    // Many readers expect the kind of a picture before all else, which the database's order of keys does not keep.
    private static JsonElement Payload(RunEventRow row) => row.Kind == RunEventKinds.Picture
        ? JsonSerializer.SerializeToElement(StoredJson.Read<RunPicture>(row.Payload), JsonSerializerOptions.Web)
        : JsonSerializer.Deserialize<JsonElement>(row.Payload);

    private sealed record Counter(long LastEvent, Guid TeamId, Guid? SweepId, DateTimeOffset Now);
}
