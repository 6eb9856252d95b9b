using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Running means of curves.</summary>
public static class Smoothing
{
    // About a twentieth of the curve counts, whatever its length.
    private const double Part = 20;

    /// <summary>
    /// Each value replaced by the mean of those up to it, weighted the less the longer ago. Weights are corrected for the beginning,
    /// where there are few values, so that the curve starts at its first value.
    /// </summary>
    /// <param name="points">The curve, steps ascending.</param>
    public static IReadOnlyList<MetricPoint> Of(IReadOnlyList<MetricPoint> points)
    {
        var keep = Math.Exp(-Part / Math.Max(Part, points.Count));
        var (mean, weight) = (0.0, 0.0);
        var smooth = new MetricPoint[points.Count];
        foreach (var (place, point) in points.Index())
        {
            if (Drawable.Is(point.Value))
                (mean, weight) = (keep * mean + (1 - keep) * point.Value, keep * weight + (1 - keep));
            smooth[place] = point with { Value = weight > 0 ? mean / weight : point.Value };
        }

        return smooth;
    }
}
