namespace WarpGrad.Cli.Runs;

/// <summary>A curve in text: one line, or several with its scale.</summary>
internal static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    /// <summary>The curve in one line; empty without values.</summary>
    /// <param name="values">Its values; what is not finite leaves a gap.</param>
    /// <param name="width">Most characters; each shows the mean of its part.</param>
    public static string Of(IReadOnlyList<double> values, int width) => Lines(Parts(values, width), 1)[0];

    /// <summary>The curve with the values at its top and bottom and the steps at its ends.</summary>
    /// <param name="points">Its points, by step; there is at least one.</param>
    /// <param name="width">Most characters for the curve itself.</param>
    /// <param name="height">Lines for the curve itself.</param>
    /// <param name="write">How a value is written.</param>
    public static IReadOnlyList<string> Chart(IReadOnlyList<(long Step, double Value)> points, int width, int height, Func<double, string> write)
    {
        var parts = Parts([.. points.Select(point => point.Value)], width);
        var (low, high) = Range(parts);
        var (top, bottom) = (write(high), write(low));
        var margin = Math.Max(top.Length, bottom.Length);
        var curve = Lines(parts, height).Select((line, row) => $"{(row == 0 ? top : row == height - 1 ? bottom : "").PadLeft(margin)} │{line}".TrimEnd());
        var last = $"{points[^1].Step}";
        return [.. curve, $"{new string(' ', margin)} └{new string('─', parts.Length)}", $"{new string(' ', margin + 2)}{points[0].Step}{last.PadLeft(Math.Max(last.Length + 1, parts.Length - $"{points[0].Step}".Length))}"];
    }

    private static double[] Parts(IReadOnlyList<double> values, int width)
    {
        var count = Math.Min(width, values.Count);
        return [.. Enumerable.Range(0, count)
            .Select(part => values.Skip(part * values.Count / count).Take((part + 1) * values.Count / count - part * values.Count / count).Average())];
    }

    private static (double Low, double High) Range(double[] parts)
    {
        var finite = parts.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return (finite.Min(), finite.Max());
    }

    /// <summary>From the top: every character of a line has eight heights, and what is below the curve is filled.</summary>
    private static string[] Lines(double[] parts, int height)
    {
        var (low, high) = Range(parts);
        var highest = Heights.Length * height - 1;
        var levels = Array.ConvertAll(parts, value => !double.IsFinite(value) ? -1 : high > low ? (int)Math.Round(highest * (value - low) / (high - low)) : (highest + 1) / 2);
        return [.. Enumerable.Range(1, height).Select(row => string.Concat(levels.Select(level => Piece(level - Heights.Length * (height - row)))))];
    }

    private static char Piece(int level) => level < 0 ? ' ' : Heights[Math.Min(level, Heights.Length - 1)];
}
