using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>A small random turn, shift, zoom and shear of an image, sampled bilinearly; outside pixels repeat the border.</summary>
public readonly struct AffineAugmentation
{
    private const double Degrees = 12, Shift = 0.07, Zoom = 0.15, Shear = 0.15;

    private readonly double _xx, _xy, _yx, _yy, _shiftX, _shiftY;

    private AffineAugmentation(RandomStream random)
    {
        var angle = random.NextDouble(-Degrees, Degrees) * Math.PI / 180;
        double zoomX = 1 + random.NextDouble(-Zoom, Zoom), zoomY = 1 + random.NextDouble(-Zoom, Zoom), shear = random.NextDouble(-Shear, Shear);
        var (sin, cos) = Math.SinCos(angle);
        (_xx, _xy) = (cos / zoomX, (shear * cos - sin) / zoomY);
        (_yx, _yy) = (sin / zoomX, (shear * sin + cos) / zoomY);
        (_shiftX, _shiftY) = (random.NextDouble(-Shift, Shift), random.NextDouble(-Shift, Shift));
    }

    /// <summary>Draws a transformation.</summary>
    /// <param name="random">Stream to draw from.</param>
    public static AffineAugmentation Draw(RandomStream random) => new(random);

    /// <summary>Transforms one image.</summary>
    /// <param name="source">Pixels [channels, height, width].</param>
    /// <param name="target">Receives the transformed pixels.</param>
    /// <param name="image">Shape of both.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, ImageShape image)
    {
        var (channels, height, width) = image;
        double centreX = (width - 1) / 2.0, centreY = (height - 1) / 2.0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double dx = x - centreX - _shiftX * width, dy = y - centreY - _shiftY * height;
                var fromX = Math.Clamp(centreX + _xx * dx + _xy * dy, 0, width - 1);
                var fromY = Math.Clamp(centreY + _yx * dx + _yy * dy, 0, height - 1);
                int left = Math.Min((int)fromX, width - 2), top = Math.Min((int)fromY, height - 2);
                float right = (float)(fromX - left), down = (float)(fromY - top);
                for (var c = 0; c < channels; c++)
                {
                    var at = (c * height + top) * width + left;
                    var upper = source[at] + right * (source[at + 1] - source[at]);
                    var lower = source[at + width] + right * (source[at + width + 1] - source[at + width]);
                    target[(c * height + y) * width + x] = upper + down * (lower - upper);
                }
            }
        }
    }
}
