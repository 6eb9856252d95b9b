using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>How far random transformations of an image go.</summary>
/// <param name="Degrees">Largest turn, either way.</param>
/// <param name="Shift">Largest shift as a part of the side.</param>
/// <param name="Zoom">Largest change of size.</param>
/// <param name="Shear">Largest shear.</param>
/// <param name="Stretch">Whether width and height change by themselves.</param>
public sealed record AffineRange(double Degrees, double Shift, double Zoom, double Shear, bool Stretch)
{
    /// <summary>What leaves a character the same character.</summary>
    public static AffineRange Small { get; } = new(12, 0.07, 0.15, 0.15, true);

    /// <summary>Any turn, shifts of a fifth, sizes from 0.8 to 1.2: the paper's multi-shot protocol (App. E).</summary>
    public static AffineRange Full { get; } = new(180, 0.2, 0.2, 0, false);
}

/// <summary>A random turn, shift, zoom and shear of an image, sampled bilinearly; outside pixels repeat the border.</summary>
public readonly struct AffineAugmentation
{
    private readonly double _xx, _xy, _yx, _yy, _shiftX, _shiftY;

    private AffineAugmentation(RandomStream random, AffineRange range)
    {
        var angle = random.NextDouble(-range.Degrees, range.Degrees) * Math.PI / 180;
        var zoomX = 1 + random.NextDouble(-range.Zoom, range.Zoom);
        var zoomY = range.Stretch ? 1 + random.NextDouble(-range.Zoom, range.Zoom) : zoomX;
        var shear = random.NextDouble(-range.Shear, range.Shear);
        var (sin, cos) = Math.SinCos(angle);
        (_xx, _xy) = (cos / zoomX, (shear * cos - sin) / zoomY);
        (_yx, _yy) = (sin / zoomX, (shear * sin + cos) / zoomY);
        (_shiftX, _shiftY) = (random.NextDouble(-range.Shift, range.Shift), random.NextDouble(-range.Shift, range.Shift));
    }

    /// <summary>Draws a transformation.</summary>
    /// <param name="random">Stream to draw from.</param>
    /// <param name="range">How far it may go; small by default.</param>
    public static AffineAugmentation Draw(RandomStream random, AffineRange? range = null) => new(random, range ?? AffineRange.Small);

    /// <summary>Transforms one image.</summary>
    /// <param name="source">Pixels [channels, height, width].</param>
    /// <param name="target">Receives the transformed pixels.</param>
    /// <param name="image">Shape of both, at least two pixels wide and high.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, ImageShape image)
    {
        var (channels, height, width) = image;
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, image.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, image.Size);
        var plane = height * width;
        var (startX, startY) = Origin(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = new SourceRow(startX + (float)_xy * y, startY + (float)_yy * y, (float)_xx, (float)_yx, width, height);
            for (var c = 0; c < channels; c++)
                row.Read(source.Slice(c * plane, plane), target.Slice(c * plane + y * width, width));
        }
    }

    /// <summary>Where the first pixel comes from.</summary>
    private (float X, float Y) Origin(int width, int height)
    {
        double centreX = (width - 1) / 2.0, centreY = (height - 1) / 2.0;
        double dx = -centreX - _shiftX * width, dy = -centreY - _shiftY * height;
        return ((float)(centreX + _xx * dx + _xy * dy), (float)(centreY + _yx * dx + _yy * dy));
    }
}
