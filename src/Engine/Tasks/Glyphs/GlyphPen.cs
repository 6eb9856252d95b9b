namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>Draws strokes with a round pen and soft edges, dark on white.</summary>
internal static class GlyphPen
{
    /// <summary>Draws a glyph.</summary>
    /// <param name="strokes">Its strokes in the unit square.</param>
    /// <param name="radius">Radius of the pen, in sides.</param>
    /// <param name="side">Rows and columns of the image.</param>
    /// <returns>uint8 [side, side]; 255 is paper.</returns>
    public static byte[] Draw(IEnumerable<GlyphStroke> strokes, double radius, int side)
    {
        var ink = new double[side * side];
        foreach (var stroke in strokes)
        {
            var line = stroke.Trace();
            for (var i = 0; i + 1 < line.Count; i++)
                DrawLine(ink, side, side * line[i], side * line[i + 1], radius * side);
        }

        return Array.ConvertAll(ink, dark => (byte)Math.Round(byte.MaxValue * (1 - dark)));
    }

    private static void DrawLine(double[] ink, int side, GlyphPoint from, GlyphPoint to, double radius)
    {
        var reach = radius + 0.5;
        var (left, right) = Pixels(Math.Min(from.X, to.X) - reach, Math.Max(from.X, to.X) + reach, side);
        var (top, bottom) = Pixels(Math.Min(from.Y, to.Y) - reach, Math.Max(from.Y, to.Y) + reach, side);
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var covered = Math.Min(reach - Distance(new GlyphPoint(x + 0.5, y + 0.5), from, to), 1);
                if (covered > ink[y * side + x])
                    ink[y * side + x] = covered;
            }
    }

    private static (int First, int Last) Pixels(double low, double high, int side) =>
        ((int)Math.Clamp(low, 0, side - 1), (int)Math.Clamp(high, 0, side - 1));

    private static double Distance(GlyphPoint point, GlyphPoint from, GlyphPoint to)
    {
        var (way, off) = (to - from, point - from);
        var square = way.X * way.X + way.Y * way.Y;
        var share = square > 0 ? Math.Clamp((off.X * way.X + off.Y * way.Y) / square, 0, 1) : 0;
        return (off - share * way).Length;
    }
}
