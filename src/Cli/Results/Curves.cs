using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Results;

/// <summary>Joins the same curve of several seeds.</summary>
internal static class Curves
{
    private const int MostPoints = 300;

    /// <summary>Mean and spread over seeds at common steps. Ends where the shortest curve ends, so that the mean is always over the same seeds.</summary>
    /// <param name="seeds">One curve for each seed, steps ascending.</param>
    public static IReadOnlyList<(double Step, Spread Value)> Join(IReadOnlyList<IReadOnlyList<MetricPoint>> seeds)
    {
        if (seeds.Count == 0 || seeds.Any(curve => curve.Count == 0))
            return [];
        double from = seeds.Max(curve => curve[0].Step), until = seeds.Min(curve => curve[^1].Step);
        return [.. Steps(seeds, from, until).Select(step => (step, Spread.Of([.. seeds.Select(curve => At(curve, step))])))];
    }

    private static IEnumerable<double> Steps(IReadOnlyList<IReadOnlyList<MetricPoint>> seeds, double from, double until)
    {
        var own = seeds.SelectMany(curve => curve).Select(point => (double)point.Step).Where(step => step >= from && step <= until).Distinct().Order().ToList();
        return own.Count <= MostPoints ? own : Enumerable.Range(0, MostPoints).Select(n => from + (until - from) * n / (MostPoints - 1));
    }

    /// <summary>Value at a step within the curve, on the line between its neighbours.</summary>
    private static double At(IReadOnlyList<MetricPoint> curve, double step)
    {
        var right = 0;
        while (curve[right].Step < step)
            right++;
        if (curve[right].Step == step || right == 0)
            return curve[right].Value;
        var (a, b) = (curve[right - 1], curve[right]);
        return a.Value + (b.Value - a.Value) * (step - a.Step) / (b.Step - a.Step);
    }
}
