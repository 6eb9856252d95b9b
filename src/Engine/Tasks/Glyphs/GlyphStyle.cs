using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>What the characters of an alphabet have in common: how many strokes, how curved, which shapes, and perhaps a stroke they all share.</summary>
internal sealed class GlyphStyle
{
    private const int Columns = 3;
    private const int Rows = 4;
    private const int Tries = 12;
    private const double Near = 0.09;
    private const double DotLength = 0.02;
    private const double ShortestCharacter = 0.9;

    /// <summary>With this slope four points make a circle that looks round.</summary>
    private const double RingCurve = 1.6;
    private readonly int _fewestStrokes;
    private readonly double _curve, _upright, _attached;
    private readonly double[] _shapes;
    private readonly GlyphStroke? _shared;

    public GlyphStyle(RandomStream random)
    {
        _fewestStrokes = 1 + random.NextInt(3);
        _curve = random.NextDouble() < 0.3 ? 0 : random.NextDouble(0.6, 1.1);
        _upright = random.NextDouble(0.2, 0.9);
        _attached = random.NextDouble(0.4, 0.95);
        // Line, bow, path, ring, dot; squares make an alphabet prefer some shapes clearly.
        _shapes = [.. new[] { 1.0, 1.3, 1.3, 0.7, 0.25 }.Select(most => Squared(random.NextDouble()) * most + 0.05)];
        _shared = random.NextInt(4) switch
        {
            0 => new GlyphStroke([new(0.15, 0.15), new(0.85, 0.15)], _curve),
            1 => new GlyphStroke([new(0.5, 0.12), new(0.5, 0.88)], _curve),
            _ => null,
        };
    }

    /// <summary>Invents a character.</summary>
    public IReadOnlyList<GlyphStroke> Invent(RandomStream random)
    {
        var strokes = new List<GlyphStroke>();
        if (_shared is not null)
            strokes.Add(_shared);
        var dotted = false;
        for (var left = _fewestStrokes + random.NextInt(2); left > 0; left--)
        {
            var stroke = Apart(strokes, dotted, random);
            dotted |= stroke.Length < DotLength;
            strokes.Add(stroke);
        }

        // A dot or a dash alone is no character.
        if (strokes.Sum(stroke => stroke.Length) < ShortestCharacter)
            strokes.Add(Path(strokes, random));
        return Fitted(strokes);
    }

    /// <summary>A stroke that does not run along earlier ones, which would make a blot; at most one dot.</summary>
    private GlyphStroke Apart(List<GlyphStroke> earlier, bool dotted, RandomStream random)
    {
        var drawn = earlier.SelectMany(stroke => stroke.Trace()).ToList();
        GlyphStroke? last = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            last = Stroke(earlier, random);
            var line = last.Trace();
            var near = line.Count(point => drawn.Exists(other => (other - point).Length < Near));
            if (near <= line.Count / 3 && !(dotted && last.Length < DotLength))
                break;
        }

        return last!;
    }

    private GlyphStroke Stroke(List<GlyphStroke> earlier, RandomStream random) => Shape(random) switch
    {
        0 => new GlyphStroke(LineEnds(earlier, random), 0),
        1 => Bow(earlier, random),
        2 => Path(earlier, random),
        3 => Ring(Start(earlier, random), random.NextDouble(0.1, 0.2), random.NextDouble(0.1, 0.2)),
        _ => Dot(Node(random)),
    };

    private int Shape(RandomStream random)
    {
        var at = random.NextDouble() * _shapes.Sum();
        var shape = 0;
        while (shape < _shapes.Length - 1 && (at -= _shapes[shape]) >= 0)
            shape++;
        return shape;
    }

    private GlyphPoint[] LineEnds(List<GlyphStroke> earlier, RandomStream random)
    {
        var from = Start(earlier, random);
        return [from, Next([from], random)];
    }

    private GlyphStroke Bow(List<GlyphStroke> earlier, RandomStream random)
    {
        var ends = LineEnds(earlier, random);
        var bulge = random.NextDouble(0.3, 0.6) * (random.NextInt(2) == 0 ? 1 : -1);
        var swing = 0.8 * bulge * (ends[1] - ends[0]).Across;
        return new GlyphStroke([ends[0], Inside(ends[0] + 0.2 * (ends[1] - ends[0]) + swing), Inside(ends[0] + 0.8 * (ends[1] - ends[0]) + swing), ends[1]],
            Math.Max(_curve, 0.8));
    }

    private GlyphStroke Path(List<GlyphStroke> earlier, RandomStream random)
    {
        var points = new List<GlyphPoint> { Start(earlier, random) };
        for (var left = 2 + random.NextInt(3); left > 0; left--)
            points.Add(Next(points, random));
        return new GlyphStroke(points, _curve);
    }

    private static GlyphStroke Ring(GlyphPoint middle, double width, double height)
    {
        var (across, down) = (new GlyphPoint(width, 0), new GlyphPoint(0, height));
        return new GlyphStroke([middle - down, middle + across, middle + down, middle - across, middle - down], RingCurve);
    }

    private static GlyphStroke Dot(GlyphPoint at) => new([at, at + new GlyphPoint(DotLength / 2, 0)], 0);

    /// <summary>Where a stroke begins: often on an earlier one.</summary>
    private GlyphPoint Start(List<GlyphStroke> earlier, RandomStream random)
    {
        if (earlier.Count == 0 || random.NextDouble() >= _attached)
            return Node(random);
        var line = earlier[random.NextInt(earlier.Count)].Trace();
        return line[random.NextInt(3) * (line.Count - 1) / 2];
    }

    private GlyphPoint Next(IReadOnlyList<GlyphPoint> path, RandomStream random)
    {
        var from = path[^1];
        while (true)
        {
            var node = Node(random);
            if (random.NextDouble() < _upright)
                node = random.NextInt(2) == 0 ? node with { X = from.X } : node with { Y = from.Y };
            // A path may come back to its beginning, but not stay where it is.
            if ((node - from).Length is > 0.2 and < 0.75 && path.Skip(1).All(point => (node - point).Length > 0.2))
                return node;
        }
    }

    private static GlyphPoint Node(RandomStream random) =>
        new(0.18 + 0.64 * random.NextInt(Columns) / (Columns - 1), 0.15 + 0.7 * random.NextInt(Rows) / (Rows - 1));

    private static GlyphPoint Inside(GlyphPoint point) => new(Math.Clamp(point.X, 0.06, 0.94), Math.Clamp(point.Y, 0.06, 0.94));

    /// <summary>Moved to the middle and to a common size.</summary>
    private static List<GlyphStroke> Fitted(List<GlyphStroke> strokes)
    {
        var points = strokes.SelectMany(stroke => stroke.Trace()).ToList();
        var (left, right) = (points.Min(p => p.X), points.Max(p => p.X));
        var (top, bottom) = (points.Min(p => p.Y), points.Max(p => p.Y));
        var middle = new GlyphPoint((left + right) / 2, (top + bottom) / 2);
        var scale = 0.7 / Math.Max(right - left, bottom - top);
        return strokes.ConvertAll(stroke => stroke.Move(point => new GlyphPoint(0.5, 0.5) + scale * (point - middle)));
    }

    private static double Squared(double value) => value * value;
}
