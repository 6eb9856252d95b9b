using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Web.TryIt;

/// <summary>A surface of paper App. D being chosen, and the point from which to descend.</summary>
/// <param name="asPrinted">Whether its last term is taken as printed in the paper.</param>
public sealed class SurfaceDraft(bool asPrinted) : Question
{
    /// <summary>Coordinates of starts lie between minus this and this.</summary>
    public const double Range = 3;

    /// <summary>Grid points along each axis of the preview.</summary>
    public const int Side = 61;

    /// <summary>a₁ … a₃, each -1, 0 or 1 in training.</summary>
    public double[] A { get; } = [1, 1, 1];

    /// <summary>b₁ … b₃, whole numbers from -5 to 5 in training.</summary>
    public double[] B { get; } = [3, 5, 1];

    /// <summary>s, 1 to 10 in training.</summary>
    public double S { get; set; } = 5;

    /// <summary>Coordinates of the start.</summary>
    public double[] Start { get; } = [0.4, 2.4];

    /// <inheritdoc />
    public override string? Missing => Start.Any(coordinate => Math.Abs(coordinate) > Range) ? TryItTexts.StartWithin : null;

    /// <inheritdoc />
    public override AdaptAndPredictRequest Request => new() { Surface = new SurfaceQuestion { A = [.. A], B = [.. B], S = S, Start = [.. Start] } };

    /// <summary>Heights over the grid: second coordinate ascending, then the first.</summary>
    public double[] Heights()
    {
        var heights = new double[Side * Side];
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
                heights[row * Side + column] = Height(Coordinate(column), Coordinate(row));
        return heights;
    }

    private double Height(double x1, double x2)
    {
        var first = B[0] * Square(A[0] - x1) * Math.Exp(-Square(x1) - Square(x2 + A[1]));
        var second = B[1] * (x1 / S - x1 * x1 * x1 - Math.Pow(x2, 5)) * Math.Exp(-Square(x1) - Square(x2));
        var third = B[2] * Math.Exp(-Square(x1 + A[2]) - Square(asPrinted ? x1 : x2));
        return first - second - third;
    }

    private static double Coordinate(int index) => (2.0 * index / (Side - 1) - 1) * Range;

    private static double Square(double value) => value * value;
}
