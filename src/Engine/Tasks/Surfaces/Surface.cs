using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>
/// A loss surface of two coordinates (paper App. D):
/// f(x₁, x₂) = b₁(a₁ − x₁)² e^(−x₁² − (x₂ + a₂)²) − b₂(x₁/s − x₁³ − x₂⁵) e^(−x₁² − x₂²) − b₃ e^(−(x₁ + a₃)² − x₂²).
/// The paper prints x₁² as the last square, which makes ridges where its figures show bumps.
/// </summary>
/// <param name="A">a₁ … a₃.</param>
/// <param name="B">b₁ … b₃.</param>
/// <param name="S">s.</param>
/// <param name="AsPrinted">Whether the last square is x₁².</param>
public sealed record Surface(IReadOnlyList<double> A, IReadOnlyList<double> B, double S, bool AsPrinted = false)
{
    /// <summary>Draws s from 1 … 10, each a from −1 … 1 and each b from −5 … 5.</summary>
    /// <param name="random">Stream to draw from.</param>
    /// <param name="asPrinted">Whether the last square is x₁².</param>
    public static Surface Draw(RandomStream random, bool asPrinted)
    {
        var s = 1 + random.NextInt(10);
        double[] a = [.. Enumerable.Range(0, 3).Select(_ => (double)random.NextInt(3) - 1)];
        return new Surface(a, [.. Enumerable.Range(0, 3).Select(_ => (double)random.NextInt(11) - 5)], s, asPrinted);
    }

    /// <summary>Height and slope at a point.</summary>
    /// <param name="x1">First coordinate.</param>
    /// <param name="x2">Second coordinate.</param>
    public (double Height, double Slope1, double Slope2) At(double x1, double x2)
    {
        double u = A[0] - x1, v = x2 + A[1], w = x1 + A[2], last = AsPrinted ? x1 : x2;
        var first = B[0] * Math.Exp(-x1 * x1 - v * v);
        var second = B[1] * Math.Exp(-x1 * x1 - x2 * x2);
        var third = B[2] * Math.Exp(-w * w - last * last);
        var bend = x1 / S - Math.Pow(x1, 3) - Math.Pow(x2, 5);
        return (
            first * u * u - second * bend - third,
            first * (-2 * u - 2 * x1 * u * u) - second * (1 / S - 3 * x1 * x1 - 2 * x1 * bend) + third * (2 * w + (AsPrinted ? 2 * x1 : 0)),
            -2 * v * first * u * u - second * (-5 * Math.Pow(x2, 4) - 2 * x2 * bend) + (AsPrinted ? 0 : 2 * x2 * third));
    }

    /// <summary>Heights [n] at points, differentiable.</summary>
    /// <param name="points">Points [n, 2].</param>
    public Tensor Heights(Tensor points)
    {
        using var scope = torch.NewDisposeScope();
        var (x1, x2) = (points.select(1, 0), points.select(1, 1));
        var (square1, square2) = (x1.Squared(), x2.Squared());
        var u = x1.Times(-1).Plus(A[0]).Squared();
        var first = u.mul(square1.Plus(x2.Plus(A[1]).Squared()).neg().exp()).Times(B[0]);
        var bend = x1.Over(S).Minus(square1.mul(x1)).Minus(square2.Squared().mul(x2));
        var second = bend.mul(square1.Plus(square2).neg().exp()).Times(B[1]);
        var third = x1.Plus(A[2]).Squared().Plus(AsPrinted ? square1 : square2).neg().exp().Times(B[2]);
        return first.Minus(second).Minus(third).MoveToOuterDisposeScope();
    }

    /// <summary>Plain gradient descent.</summary>
    /// <param name="x1">Start.</param>
    /// <param name="x2">Start.</param>
    /// <param name="rate">Step size.</param>
    /// <param name="steps">Steps.</param>
    /// <returns>The points from the start on and their heights.</returns>
    public (double X1, double X2, double Height)[] Descend(double x1, double x2, double rate, int steps)
    {
        var path = new (double, double, double)[steps + 1];
        for (var step = 0; step <= steps; step++)
        {
            var (height, slope1, slope2) = At(x1, x2);
            path[step] = (x1, x2, height);
            (x1, x2) = (x1 - rate * slope1, x2 - rate * slope2);
        }

        return path;
    }
}
