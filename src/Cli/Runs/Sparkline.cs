namespace WarpGrad.Cli.Runs;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    /// <summary>The curve; empty without values.</summary>
    /// <param name="values">Its values; what is not finite leaves a gap.</param>
    /// <param name="width">Most characters; each shows the mean of its part.</param>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var count = Math.Min(width, values.Count);
        var parts = Enumerable.Range(0, count)
            .Select(part => values.Skip(part * values.Count / count).Take((part + 1) * values.Count / count - part * values.Count / count).Average()).ToArray();
        var finite = parts.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(parts.Select(value => !double.IsFinite(value) ? ' '
            : Heights[high > low ? (int)Math.Round((Heights.Length - 1) * (value - low) / (high - low)) : Heights.Length / 2]));
    }
}
