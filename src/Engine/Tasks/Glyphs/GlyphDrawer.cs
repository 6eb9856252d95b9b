using WarpGrad.Contracts.Episodes;

namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>Somebody's hand: slant, size, proportions, pen and unsteadiness, the same for all characters of an alphabet.</summary>
internal sealed class GlyphDrawer
{
    private readonly double _slant, _turn, _size, _proportion, _radius, _unsteady;

    public GlyphDrawer(RandomStream random)
    {
        _slant = random.NextDouble(-0.28, 0.28);
        _turn = random.NextDouble(-0.07, 0.07);
        _size = random.NextDouble(0.78, 1.08);
        _proportion = random.NextDouble(0.88, 1.14);
        _radius = random.NextDouble(0.024, 0.042);
        _unsteady = random.NextDouble(0.012, 0.028);
    }

    /// <summary>Draws a character once; every time comes out a little different.</summary>
    public byte[] Draw(IReadOnlyList<GlyphStroke> character, int side, RandomStream random)
    {
        var turn = _turn + random.NextDouble(-0.03, 0.03);
        var size = _size * random.NextDouble(0.94, 1.06);
        var middle = new GlyphPoint(0.5 + random.NextDouble(-0.05, 0.05), 0.5 + random.NextDouble(-0.05, 0.05));
        // Cosine and sine of a small angle by the half-angle formulas: plain arithmetic, the same on every machine.
        var (cos, sin) = ((1 - turn * turn) / (1 + turn * turn), 2 * turn / (1 + turn * turn));
        return GlyphPen.Draw(character.Select(Shaken), _radius * random.NextDouble(0.92, 1.08), side);

        GlyphStroke Shaken(GlyphStroke stroke)
        {
            // A stroke is set down as a whole a little off, and its points are each a little off.
            var slip = 0.6 * Shake(random);
            return stroke.Move(point =>
            {
                var from = point + slip + Shake(random) - new GlyphPoint(0.5, 0.5);
                var (x, y) = (size * _proportion * (from.X - _slant * from.Y), size / _proportion * from.Y);
                return middle + new GlyphPoint(cos * x - sin * y, sin * x + cos * y);
            });
        }
    }

    private GlyphPoint Shake(RandomStream random) => _unsteady * new GlyphPoint(Bell(random), Bell(random));

    /// <summary>Nearly normal, by adding uniform numbers.</summary>
    private static double Bell(RandomStream random) =>
        random.NextDouble(-1, 1) + random.NextDouble(-1, 1) + random.NextDouble(-1, 1);
}
