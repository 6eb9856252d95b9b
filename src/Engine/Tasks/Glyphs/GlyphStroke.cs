namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>One movement of the pen: a curve through a few points.</summary>
/// <param name="Points">Points the curve goes through.</param>
/// <param name="Curve">0 joins them by straight lines, 1 by a smooth curve.</param>
internal sealed record GlyphStroke(IReadOnlyList<GlyphPoint> Points, double Curve)
{
    private const int Parts = 8;

    /// <summary>The same stroke with its points moved.</summary>
    public GlyphStroke Move(Func<GlyphPoint, GlyphPoint> move) => this with { Points = [.. Points.Select(move)] };

    /// <summary>The curve as short straight lines: cubic pieces whose slopes follow the neighbouring points.</summary>
    public IReadOnlyList<GlyphPoint> Trace()
    {
        var line = new List<GlyphPoint>((Points.Count - 1) * Parts + 1) { Points[0] };
        for (var i = 0; i + 1 < Points.Count; i++)
            for (var part = 1; part <= Parts; part++)
                line.Add(Between(i, (double)part / Parts));
        return line;
    }

    /// <summary>Length of the curve.</summary>
    public double Length
    {
        get
        {
            var line = Trace();
            return line.Zip(line.Skip(1), (a, b) => (b - a).Length).Sum();
        }
    }

    private GlyphPoint Between(int i, double t)
    {
        var (t2, t3) = (t * t, t * t * t);
        return (2 * t3 - 3 * t2 + 1) * Points[i] + (t3 - 2 * t2 + t) * Slope(i)
            + (3 * t2 - 2 * t3) * Points[i + 1] + (t3 - t2) * Slope(i + 1);
    }

    private GlyphPoint Slope(int i)
    {
        var last = Points.Count - 1;
        // A closed stroke goes on where it began.
        var closed = last > 1 && Points[0] == Points[last];
        var before = i > 0 ? Points[i - 1] : closed ? Points[last - 1] : Points[0];
        var after = i < last ? Points[i + 1] : closed ? Points[1] : Points[last];
        return 0.5 * Curve * (after - before);
    }
}
