using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>The characters of an alphabet: of one style, and different enough to be told apart.</summary>
internal static class GlyphAlphabet
{
    private const int Tries = 60;
    private const int LookSide = 16;
    private const double LookRadius = 0.08;
    private const double Different = 0.55;

    /// <summary>Invents an alphabet.</summary>
    public static IReadOnlyList<IReadOnlyList<GlyphStroke>> Invent(int characters, RandomStream random)
    {
        var style = new GlyphStyle(random);
        var alphabet = new List<IReadOnlyList<GlyphStroke>>(characters);
        var looks = new List<byte[]>(characters);
        while (alphabet.Count < characters)
        {
            var (character, look) = New(style, looks, random);
            alphabet.Add(character);
            looks.Add(look);
        }

        return alphabet;
    }

    /// <summary>The first character that is like none before, or the least alike of many.</summary>
    private static (IReadOnlyList<GlyphStroke> Character, byte[] Look) New(GlyphStyle style, List<byte[]> looks, RandomStream random)
    {
        (IReadOnlyList<GlyphStroke>, byte[]) best = ([], []);
        var farthest = -1.0;
        for (var attempt = 0; attempt < Tries && farthest < Different; attempt++)
        {
            var character = style.Invent(random);
            var look = GlyphPen.Draw(character, LookRadius, LookSide);
            var nearest = looks.Count == 0 ? 1 : looks.Min(other => Distance(look, other));
            if (nearest > farthest)
                (farthest, best) = (nearest, (character, look));
        }

        return best;
    }

    /// <summary>Share of the ink of two glyphs that lies where the other has none: 0 for equal ones, 1 for ones that never meet.</summary>
    private static double Distance(byte[] a, byte[] b)
    {
        long apart = 0, all = 0;
        for (var i = 0; i < a.Length; i++)
        {
            apart += Math.Abs(a[i] - b[i]);
            all += 2 * byte.MaxValue - a[i] - b[i];
        }

        return (double)apart / all;
    }
}
