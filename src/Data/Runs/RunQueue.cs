using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Workers;

namespace WarpGrad.Data.Runs;

/// <summary>
/// The order in which runs are taken, for the worker that takes the next one and for the Api that tells places.
/// Teams take turns: first comes the team with the fewest runs in work. Within a team come runs whose worker died,
/// then the others by priority, then by age. So whoever has many runs waits for them, and nobody waits for the many runs of another.
/// </summary>
public sealed class RunQueue(WarpGradDbContext database)
{
    /// <summary>Silence after which a worker counts as dead, where nothing else is set.</summary>
    public static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Devices of the workers which are there and train, such as <c>cpu</c> and <c>cuda:0</c>.</summary>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellation) =>
        await database.Serving().Where(w => w.Queues.Contains(QueueNames.Training)).Select(w => w.Device).Distinct().ToListAsync(cancellation);

    /// <summary>Runs that a worker with one of some devices could take now, by the queues of their tickets: queued ones, and ones whose worker fell silent.</summary>
    /// <param name="devices">Devices, as <see cref="DevicesAsync"/> gives them.</param>
    /// <param name="leaseTimeout">Silence after which a worker counts as dead.</param>
    /// <param name="cancellation">Stops the count.</param>
    public async Task<IReadOnlyDictionary<string, int>> CountTakeableAsync(IReadOnlyList<string> devices, TimeSpan leaseTimeout, CancellationToken cancellation)
    {
        var takeable = await database.Database.SqlQuery<TakeableRuns>(Join(
            // What only has to be put down needs no device.
            $"""
            SELECT CASE WHEN r."State" IN ('Pausing', 'Cancelling') THEN {ComputeDevices.Auto} ELSE coalesce(r."Spec"->>'device', {ComputeDevices.Auto}) END AS "Device",
                count(*)::int AS "Count"
            FROM runs r WHERE
            """, Takeable(leaseTimeout, devices.SelectMany(ComputeDevices.ServedBy)), $"GROUP BY 1")).ToListAsync(cancellation);
        return takeable.GroupBy(runs => TrainingTickets.QueueOf(runs.Device)).ToDictionary(queue => queue.Key, queue => queue.Sum(runs => runs.Count));
    }

    /// <summary>The runs that wait, the next one first.</summary>
    /// <param name="leaseTimeout">Silence after which a worker counts as dead.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<WaitingRun>> ReadAsync(TimeSpan leaseTimeout, CancellationToken cancellation) =>
        await database.Database.SqlQuery<RunTurn>(Join($"""WITH """, Turns(leaseTimeout), $"""SELECT t."Id", t.turn AS "Turn" FROM turns t"""))
            .Join(database.Runs, turn => turn.Id, run => run.Id, (turn, run) => new { turn.Turn, Run = run })
            .OrderBy(row => row.Turn).ThenBy(row => row.Run.Id)
            .Select(row => new WaitingRun(row.Run.Id, row.Run.TeamId, row.Run.Family, row.Run.Step, row.Run.TotalSteps))
            .ToListAsync(cancellation);

    /// <summary>A table <c>turns (Id, turn)</c> of all waiting runs, for a <c>WITH</c>; the smallest turn is next, among equals the oldest run.</summary>
    internal static FormattableString Turns(TimeSpan leaseTimeout) => Join(
        $"""
        in_work AS (
            SELECT r."TeamId", count(*) AS runs FROM runs r
            WHERE r."State" IN ('Running', 'Pausing', 'Cancelling') AND r."LeaseRenewedAt" >= now() - {leaseTimeout}
            GROUP BY r."TeamId"),
        turns AS (
            SELECT r."Id",
                -- A wish to stop that nobody heard needs a moment only.
                CASE WHEN r."State" IN ('Pausing', 'Cancelling') THEN 0 ELSE coalesce(w.runs, 0) + row_number() OVER (
                    PARTITION BY r."TeamId"
                    ORDER BY r."State" = 'Queued', CASE r."Priority" WHEN 'High' THEN 0 WHEN 'Normal' THEN 1 ELSE 2 END, r."Id") END AS turn
            FROM runs r LEFT JOIN in_work w ON w."TeamId" = r."TeamId"
            WHERE
        """, Waiting(leaseTimeout), $")");

    /// <summary>The condition on a run <c>r</c> that a worker may take it.</summary>
    internal static FormattableString Waiting(TimeSpan leaseTimeout) =>
        $"""
        (r."State" = 'Queued' OR (r."State" IN ('Running', 'Pausing', 'Cancelling') AND r."LeaseRenewedAt" < now() - {leaseTimeout}))
        """;

    /// <summary>The condition on a run <c>r</c> that a worker may take it which serves one of some devices; what only has to be put down needs none.</summary>
    internal static FormattableString Takeable(TimeSpan leaseTimeout, IEnumerable<string> devices) => Join(
        Waiting(leaseTimeout),
        $"""AND (coalesce(r."Spec"->>'device', {ComputeDevices.Auto}) = ANY({devices.ToArray()}) OR r."State" IN ('Pausing', 'Cancelling'))""");

    /// <summary>One statement of several parts, each with its own parameters.</summary>
    internal static FormattableString Join(params FormattableString[] parts)
    {
        var (format, values) = (new StringBuilder(), new List<object?>());
        foreach (var part in parts)
        {
            var numbers = Enumerable.Range(values.Count, part.ArgumentCount).Select(number => (object)$"{{{number}}}").ToArray();
            format.AppendFormat(CultureInfo.InvariantCulture, part.Format, numbers).Append('\n');
            values.AddRange(part.GetArguments());
        }

        return FormattableStringFactory.Create(format.ToString(), [.. values]);
    }

    private sealed record TakeableRuns(string Device, int Count);

    private sealed record RunTurn(Guid Id, long Turn);
}

/// <summary>A run that waits for a worker.</summary>
/// <param name="Id">The run.</param>
/// <param name="TeamId">Its team.</param>
/// <param name="Family">Its task family.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="TotalSteps">Meta-steps planned.</param>
public sealed record WaitingRun(Guid Id, Guid TeamId, TaskFamily Family, long Step, long TotalSteps);
