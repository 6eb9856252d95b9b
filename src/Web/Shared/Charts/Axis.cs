namespace WarpGrad.Web.Shared.Charts;

/// <summary>An axis with ticks at round numbers.</summary>
/// <param name="Min">Value at the start.</param>
/// <param name="Max">Value at the end.</param>
/// <param name="Ticks">Values that are marked.</param>
/// <param name="Logarithmic">Whether equal distances are equal ratios; then all values are above 0.</param>
public sealed record Axis(double Min, double Max, IReadOnlyList<double> Ticks, bool Logarithmic = false)
{
    // Nothing that was measured is larger, and sums, steps and ratios of such values still are numbers.
    private const double Most = 1e150;

    /// <summary>Where a value lies, 0 at the start and 1 at the end.</summary>
    public double Share(double value) => Logarithmic
        ? Math.Log(Math.Max(value, double.Epsilon) / Min) / Math.Log(Max / Min)
        : (value - Min) / (Max - Min);

    /// <summary>The value that lies at a share of a linear axis.</summary>
    public double Value(double share) => Min + share * (Max - Min);

    /// <summary>The ticks that fit, evenly left out where there are too many.</summary>
    /// <param name="most">How many fit.</param>
    public IEnumerable<double> TicksFor(int most)
    {
        var every = Math.Max(1, (int)Math.Ceiling(Ticks.Count / (double)Math.Max(1, most)));
        return Ticks.Where((_, i) => i % every == 0);
    }

    /// <summary>An axis that starts and ends at ticks.</summary>
    /// <param name="low">Lowest value to hold.</param>
    /// <param name="high">Highest value to hold.</param>
    /// <param name="about">About how many ticks.</param>
    public static Axis Rounded(double low, double high, int about)
    {
        (low, high) = Held(low, high);
        var step = Step(low, high, about);
        var (min, max) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        if (max <= min)
            max = min + step;
        return new Axis(min, max, Marks(min, max, step));
    }

    /// <summary>An axis that ends exactly at the given values, with the ticks that fit between.</summary>
    /// <param name="low">Start.</param>
    /// <param name="high">End.</param>
    /// <param name="about">About how many ticks.</param>
    /// <param name="whole">Whether only whole numbers make sense as ticks.</param>
    public static Axis Exact(double low, double high, int about, bool whole = false)
    {
        (low, high) = Held(low, high);
        if (high <= low)
            high = low + Math.Max(1, Math.Abs(low) * 1e-6);
        var step = Step(low, high, about);
        if (whole)
            step = Math.Max(1, Math.Ceiling(step));
        return new Axis(low, high, Marks(Math.Ceiling(low / step - 1e-9) * step, high, step));
    }

    /// <summary>A logarithmic axis that starts and ends at ticks: powers of ten, and 2 and 5 times them where there are few.</summary>
    /// <param name="low">Lowest value to hold, above 0.</param>
    /// <param name="high">Highest value to hold.</param>
    public static Axis Logs(double low, double high)
    {
        (low, high) = Held(low, high);
        (low, high) = (Math.Max(low, 1 / Most), Math.Max(high, 1 / Most));
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        int[] steps = last - first > 2 ? [1] : [1, 2, 5];
        var ticks = Enumerable.Range(first, last - first + 1).SelectMany(power => steps.Select(step => step * Math.Pow(10, power))).ToArray();
        var min = ticks.Last(tick => tick <= low * (1 + 1e-9));
        var max = ticks.FirstOrDefault(tick => tick >= high * (1 - 1e-9) && tick > min, min * 10);
        return new Axis(min, max, [.. ticks.Where(tick => tick >= min && tick <= max)], Logarithmic: true);
    }

    // In order, and within what can be reckoned with.
    private static (double Low, double High) Held(double low, double high)
    {
        return (Within(Math.Min(low, high)), Within(Math.Max(low, high)));

        static double Within(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -Most, Most);
    }

    private static double Step(double low, double high, int about)
    {
        var raw = Math.Max(high - low, Math.Abs(high) * 1e-6 + 1e-12) / Math.Max(1, about);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * magnitude;
    }

    private static double[] Marks(double from, double to, double step) =>
        [.. Enumerable.Range(0, (int)Math.Floor((to - from) / step + 1e-6) + 1).Select(i => from + i * step)];
}
