namespace WarpGrad.Web.Shared.Pictures;

/// <summary>Draws heights over a square as bands of colour, light for low and dark for high: the same in every theme.</summary>
public static class HeightMap
{
    private const int Pixels = 200, Bands = 18;

    private static readonly Rgb Low = new(0xf8, 0xf4, 0xe6), Middle = new(0x7f, 0xb2, 0xb8), High = new(0x1d, 0x3a, 0x5f);

    /// <summary>The image as a data address.</summary>
    /// <param name="side">Grid points along each axis.</param>
    /// <param name="heights">Heights row by row, from the lowest second coordinate.</param>
    public static string Draw(int side, IReadOnlyList<double> heights)
    {
        var (low, high) = (heights.Min(), heights.Max());
        var span = Math.Max(high - low, 1e-12);
        return Bitmap.Address(Pixels, Pixels, (x, y) =>
        {
            var height = Between(side, heights, Grid(x, side), Grid(Pixels - 1 - y, side));
            return Color(Math.Floor((height - low) / span * (Bands - 1e-6)) / (Bands - 1));
        });
    }

    private static double Grid(int pixel, int side) => pixel / (Pixels - 1.0) * (side - 1);

    // Bilinear, so that bands have smooth edges whatever the grid.
    private static double Between(int side, IReadOnlyList<double> heights, double column, double row)
    {
        var (left, below) = (Math.Min((int)column, side - 2), Math.Min((int)row, side - 2));
        var (x, y) = (column - left, row - below);
        var at = below * side + left;
        return (1 - y) * ((1 - x) * heights[at] + x * heights[at + 1]) + y * ((1 - x) * heights[at + side] + x * heights[at + side + 1]);
    }

    private static Rgb Color(double share) => share < 0.5 ? Low.Towards(Middle, share * 2) : Middle.Towards(High, share * 2 - 1);
}
