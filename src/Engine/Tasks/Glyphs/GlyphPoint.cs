namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>A place on the paper: the unit square, y downwards.</summary>
internal readonly record struct GlyphPoint(double X, double Y)
{
    public static GlyphPoint operator +(GlyphPoint a, GlyphPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static GlyphPoint operator -(GlyphPoint a, GlyphPoint b) => new(a.X - b.X, a.Y - b.Y);

    public static GlyphPoint operator *(double factor, GlyphPoint a) => new(factor * a.X, factor * a.Y);

    /// <summary>Square roots are exact on every machine; sine and cosine are not, so nothing here uses them.</summary>
    public double Length => Math.Sqrt(X * X + Y * Y);

    /// <summary>A quarter turn.</summary>
    public GlyphPoint Across => new(-Y, X);
}
