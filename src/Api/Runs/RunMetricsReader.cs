using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>Collects a run's metric events into series for charts.</summary>
internal static class RunMetricsReader
{
    /// <summary>All series that still count, each thinned to about <see cref="Limits.SeriesPoints"/> points.</summary>
    public static async Task<IReadOnlyList<MetricSeries>> ReadAsync(WarpGradDbContext database, Guid runId, CancellationToken cancellation)
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
            foreach (var (name, value) in metrics.Values)
            {
                if (!series.TryGetValue(name, out var points))
                    series[name] = points = [];
                points.Add(new MetricPoint(metrics.Step, value));
            }
        }

        return [.. series.Select(pair => new MetricSeries(pair.Key, Thin(pair.Value, Limits.SeriesPoints)))];
    }

    /// <summary>Keeps the lowest and the highest point of each stretch, so that peaks survive.</summary>
    public static IReadOnlyList<MetricPoint> Thin(IReadOnlyList<MetricPoint> points, int most)
    {
        if (points.Count <= most)
            return points;
        var stretches = most / 2;
        return [.. Enumerable.Range(0, stretches).SelectMany(stretch =>
        {
            var from = (int)((long)stretch * points.Count / stretches);
            var until = (int)((long)(stretch + 1) * points.Count / stretches);
            var part = Enumerable.Range(from, until - from).Select(index => points[index]).ToList();
            return new[] { part.MinBy(p => p.Value)!, part.MaxBy(p => p.Value)! }.Distinct().OrderBy(p => p.Step);
        })];
    }
}
