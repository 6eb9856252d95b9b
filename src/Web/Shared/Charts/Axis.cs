namespace WarpGrad.Web.Shared.Charts;

/// <summary>A linear axis with ticks at round numbers.</summary>
/// <param name="Min">Value at the start.</param>
/// <param name="Max">Value at the end.</param>
/// <param name="Ticks">Values that are marked.</param>
public sealed record Axis(double Min, double Max, IReadOnlyList<double> Ticks)
{
    /// <summary>Where a value lies, 0 at the start and 1 at the end.</summary>
    public double Share(double value) => (value - Min) / (Max - Min);

    /// <summary>An axis that starts and ends at ticks.</summary>
    /// <param name="low">Lowest value to hold.</param>
    /// <param name="high">Highest value to hold.</param>
    /// <param name="about">About how many ticks.</param>
    public static Axis Rounded(double low, double high, int about)
    {
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
        if (high <= low)
            high = low + 1;
        var step = Step(low, high, about);
        if (whole)
            step = Math.Max(1, Math.Ceiling(step));
        return new Axis(low, high, Marks(Math.Ceiling(low / step - 1e-9) * step, high, step));
    }

    private static double Step(double low, double high, int about)
    {
        var raw = Math.Max(high - low, Math.Abs(high) * 1e-6 + 1e-12) / Math.Max(1, about);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * magnitude;
    }

    private static List<double> Marks(double from, double to, double step)
    {
        var marks = new List<double>();
        for (var i = 0; from + i * step <= to + step * 1e-6; i++)
            marks.Add(from + i * step);
        return marks;
    }
}
