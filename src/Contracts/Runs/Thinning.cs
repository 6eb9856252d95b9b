namespace WarpGrad.Contracts.Runs;

/// <summary>Makes long series short enough to draw.</summary>
public static class Thinning
{
    /// <summary>At most <paramref name="limit"/> points (at least 4): first, last, and of each stretch between them the lowest and highest, so that no spike is lost.</summary>
    public static IReadOnlyList<MetricPoint> Thin(IReadOnlyList<MetricPoint> points, int limit)
    {
        if (points.Count <= limit)
            return points;
        var stretches = (limit - 2) / 2;
        var kept = new List<MetricPoint>(limit) { points[0] };
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var from = 1 + (int)((long)stretch * (points.Count - 2) / stretches);
            var to = 1 + (int)((long)(stretch + 1) * (points.Count - 2) / stretches);
            var (low, high) = Extremes(points, from, to);
            kept.Add(points[Math.Min(low, high)]);
            if (low != high)
                kept.Add(points[Math.Max(low, high)]);
        }

        kept.Add(points[^1]);
        return kept;
    }

    private static (int Low, int High) Extremes(IReadOnlyList<MetricPoint> points, int from, int to)
    {
        var (low, high) = (from, from);
        for (var i = from + 1; i < to; i++)
        {
            if (points[i].Value < points[low].Value)
                low = i;
            if (points[i].Value > points[high].Value)
                high = i;
        }

        return (low, high);
    }
}
