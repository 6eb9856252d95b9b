using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>A random turn, shift, zoom and shear of an image, sampled bilinearly; outside pixels repeat the border.</summary>
public readonly struct AffineAugmentation
{
    private readonly double _xx, _xy, _yx, _yy, _shiftX, _shiftY;

    /// <summary>The transformation that was drawn.</summary>
    /// <param name="drawn">The draw.</param>
    public AffineAugmentation(AffineDraw drawn)
    {
        var (zoomX, zoomY, shear) = (drawn.ZoomX, drawn.ZoomY, drawn.Shear);
        var (sin, cos) = Math.SinCos(drawn.Degrees * Math.PI / 180);
        (_xx, _xy) = (cos / zoomX, (shear * cos - sin) / zoomY);
        (_yx, _yy) = (sin / zoomX, (shear * sin + cos) / zoomY);
        (_shiftX, _shiftY) = (drawn.ShiftX, drawn.ShiftY);
    }

    private AffineAugmentation(double xx, double xy, double yx, double yy, double shiftX, double shiftY) =>
        (_xx, _xy, _yx, _yy, _shiftX, _shiftY) = (xx, xy, yx, yy, shiftX, shiftY);

    /// <summary>Draws a transformation.</summary>
    /// <param name="random">Stream to draw from.</param>
    /// <param name="range">How far it may go; small by default.</param>
    public static AffineAugmentation Draw(RandomStream random, AffineRange? range = null) => new(AffineDraw.From(random, range ?? AffineRange.Small));

    /// <summary>This transformation of an image that is already distorted, sampled once instead of twice.</summary>
    /// <param name="distortion">A transformation without a shift.</param>
    public AffineAugmentation Of(AffineAugmentation distortion) => new(
        distortion._xx * _xx + distortion._xy * _yx, distortion._xx * _xy + distortion._xy * _yy,
        distortion._yx * _xx + distortion._yy * _yx, distortion._yx * _xy + distortion._yy * _yy,
        _shiftX, _shiftY);

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
