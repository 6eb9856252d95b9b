using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Collects a run's metric events into series for charts.</summary>
internal static class RunMetricsReader
{
    /// <summary>All series that still count, each thinned to at most <paramref name="most"/> points.</summary>
    /// <param name="database">Where the events are.</param>
    /// <param name="runId">The run.</param>
    /// <param name="from">First step wanted.</param>
    /// <param name="to">Last step wanted.</param>
    /// <param name="most">Most points of a series, 4 at least.</param>
    /// <param name="cancellation">Stops the query.</param>
    public static async Task<IReadOnlyList<MetricSeries>> ReadAsync(WarpGradDbContext database, Guid runId, long from, long to, int most, CancellationToken cancellation)
    {
        var series = new SortedDictionary<string, List<MetricPoint>>(StringComparer.Ordinal);
        var payloads = Between(database, from, to).AsNoTracking()
            .Where(e => e.RunId == runId && e.Kind == RunEventKinds.Metrics && !e.Superseded)
            .OrderBy(e => e.N)
            .Select(e => e.Payload)
            .AsAsyncEnumerable();
        await foreach (var payload in payloads.WithCancellation(cancellation))
        {
            var metrics = JsonSerializer.Deserialize<RunMetrics>(payload, JsonSerializerOptions.Web)!;
            foreach (var (name, value) in metrics.Values)
            {
                if (!series.TryGetValue(name, out var points))
                    series[name] = points = [];
                points.Add(new MetricPoint(metrics.Step, value));
            }
        }

        return [.. series.Select(pair => new MetricSeries(pair.Key, Thinning.Thin(pair.Value, most)))];
    }

    // A stretch of a long run is small: the database picks it out, so that the rest is neither sent nor read.
    private static IQueryable<RunEventRow> Between(WarpGradDbContext database, long from, long to) => from <= 0 && to == long.MaxValue
        ? database.RunEvents
        : database.RunEvents.FromSql($"""SELECT * FROM run_events WHERE "Kind" = {RunEventKinds.Metrics} AND ("Payload" ->> 'step')::bigint BETWEEN {from} AND {to}""");
}
