using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>Collects a run's metric events into series for charts.</summary>
internal static class RunMetricsReader
{
    /// <summary>All series that still count, each thinned to at most <see cref="Limits.SeriesPoints"/> points.</summary>
    /// <param name="database">Where the events are.</param>
    /// <param name="runId">The run.</param>
    /// <param name="from">First step wanted.</param>
    /// <param name="to">Last step wanted.</param>
    /// <param name="cancellation">Stops the query.</param>
    public static async Task<IReadOnlyList<MetricSeries>> ReadAsync(WarpGradDbContext database, Guid runId, long from, long to, CancellationToken cancellation)
    {
        var series = new SortedDictionary<string, List<MetricPoint>>(StringComparer.Ordinal);
        var payloads = database.RunEvents.AsNoTracking()
            .Where(e => e.RunId == runId && e.Kind == RunEventKinds.Metrics && !e.Superseded)
            .OrderBy(e => e.N)
            .Select(e => e.Payload)
            .AsAsyncEnumerable();
        await foreach (var payload in payloads.WithCancellation(cancellation))
        {
            var metrics = JsonSerializer.Deserialize<RunMetrics>(payload, JsonSerializerOptions.Web)!;
            if (metrics.Step < from || metrics.Step > to)
                continue;
            foreach (var (name, value) in metrics.Values)
            {
                if (!series.TryGetValue(name, out var points))
                    series[name] = points = [];
                points.Add(new MetricPoint(metrics.Step, value));
            }
        }

        return [.. series.Select(pair => new MetricSeries(pair.Key, Thinning.Thin(pair.Value, Limits.SeriesPoints)))];
    }
}
