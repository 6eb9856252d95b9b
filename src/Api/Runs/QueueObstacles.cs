using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Tells of runs that wait whether anybody is there who could take them.</summary>
internal static class QueueObstacles
{
    /// <summary>What keeps the runs waiting; runs whose turn comes are not in it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="runs">Queued runs.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public static async Task<IReadOnlyDictionary<Guid, QueueObstacle>> ReadAsync(WarpGradDbContext database, Guid[] runs, CancellationToken cancellation)
    {
        if (runs.Length == 0)
            return new Dictionary<Guid, QueueObstacle>();
        var devices = await new RunQueue(database).DevicesAsync(cancellation);
        if (devices.Count == 0)
            return runs.ToDictionary(run => run, _ => QueueObstacle.NoWorker);
        string[] served = [.. devices.SelectMany(ComputeDevices.ServedBy)];
        var stuck = await database.Database.SqlQuery<Guid>(
            $"""
            SELECT r."Id" AS "Value" FROM runs r WHERE r."Id" = ANY({runs}) AND NOT coalesce(r."Spec"->>'device', {ComputeDevices.Auto}) = ANY({served})
            """).ToListAsync(cancellation);
        return stuck.ToDictionary(run => run, _ => QueueObstacle.NoSuchDevice);
    }
}
