namespace WarpGrad.Contracts.Episodes;

/// <summary>How an image is transformed, as it was drawn.</summary>
/// <param name="Degrees">Turn.</param>
/// <param name="ZoomX">Factor of the width; negative mirrors left and right.</param>
/// <param name="ZoomY">Factor of the height.</param>
/// <param name="Shear">Shear.</param>
/// <param name="ShiftX">Shift to the right as a part of the width.</param>
/// <param name="ShiftY">Shift downwards as a part of the height.</param>
public readonly record struct AffineDraw(double Degrees, double ZoomX, double ZoomY, double Shear, double ShiftX, double ShiftY)
{
    /// <summary>Draws a transformation.</summary>
    /// <param name="random">Stream to draw from.</param>
    /// <param name="range">How far it may go.</param>
    public static AffineDraw From(RandomStream random, AffineRange range)
    {
        var degrees = random.NextDouble(-range.Degrees, range.Degrees);
        var zoomX = 1 + random.NextDouble(-range.Zoom, range.Zoom);
        var zoomY = range.Stretch ? 1 + random.NextDouble(-range.Zoom, range.Zoom) : zoomX;
        var shear = random.NextDouble(-range.Shear, range.Shear);
        return new AffineDraw(degrees, zoomX, zoomY, shear, random.NextDouble(-range.Shift, range.Shift), random.NextDouble(-range.Shift, range.Shift));
    }

    /// <summary>
    /// Draws what makes the characters of a whole task others: mirrored or not, turned anyhow, up to half as wide or half as high, and
    /// sheared by up to their height; never shifted.
    /// </summary>
    /// <param name="random">Stream to draw from.</param>
    public static AffineDraw Distortion(RandomStream random)
    {
        var mirrored = random.NextDouble() < 0.5;
        var shrunk = random.NextDouble(-1, 1);
        var (zoomX, zoomY) = (1 / (1 + Math.Max(0, shrunk)), 1 / (1 + Math.Max(0, -shrunk)));
        return new AffineDraw(random.NextDouble(-180, 180), mirrored ? -zoomX : zoomX, zoomY, random.NextDouble(-1, 1), 0, 0);
    }
}
