using System.Globalization;
using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>
/// Finds the point of the warped space that Ω maps to a given point of the surface (paper App. D compares both descents from one
/// point): Newton's method from the nearest of a grid of points.
/// </summary>
/// <param name="learner">The learner.</param>
/// <param name="phi">φ.</param>
internal sealed class WarpInverse(SurfaceLearner learner, ParameterSet phi)
{
    private const int GridSide = 41, Iterations = 60;
    private const double GridRange = 6, Step = 1e-3, Close = 1e-3;

    /// <summary>Solves Ω(θ) = (x₁, x₂).</summary>
    /// <param name="x1">First coordinate on the surface.</param>
    /// <param name="x2">Second coordinate.</param>
    /// <exception cref="ArgumentException">When the warp reaches no point near it.</exception>
    public (double X1, double X2) Find(double x1, double x2)
    {
        using var scope = torch.NewDisposeScope();
        var best = Nearest(x1, x2);
        for (var i = 0; i < Iterations && best.Distance > Close / 100; i++)
        {
            var at = best.Theta;
            var images = Map([at, (at.X1 + Step, at.X2), (at.X1, at.X2 + Step)]);
            double a = (images[1].X1 - images[0].X1) / Step, b = (images[2].X1 - images[0].X1) / Step;
            double c = (images[1].X2 - images[0].X2) / Step, d = (images[2].X2 - images[0].X2) / Step;
            var determinant = a * d - b * c;
            if (Math.Abs(determinant) < 1e-9)
                break;
            double r1 = x1 - images[0].X1, r2 = x2 - images[0].X2;
            (double X1, double X2) move = ((d * r1 - b * r2) / determinant, (a * r2 - c * r1) / determinant);

            // Halve the move until it helps: far from the solution Newton's step may lead anywhere.
            (double X1, double X2)[] tries = [.. Enumerable.Range(0, 12).Select(halvings => (at.X1 + move.X1 / (1 << halvings), at.X2 + move.X2 / (1 << halvings)))];
            var closest = Closest(tries, x1, x2);
            if (closest.Distance >= best.Distance)
                break;
            best = closest;
        }

        if (best.Distance > Close)
        {
            var (near1, near2) = Map([best.Theta])[0];
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"This model's warp does not reach the point ({x1}, {x2}); the nearest it reaches is about ({near1:F2}, {near2:F2})."));
        }

        return best.Theta;
    }

    private ((double X1, double X2) Theta, double Distance) Nearest(double x1, double x2)
    {
        static double At(int i) => GridRange * (2.0 * i / (GridSide - 1) - 1);
        return Closest([(x1, x2), .. Enumerable.Range(0, GridSide * GridSide).Select(i => (At(i % GridSide), At(i / GridSide)))], x1, x2);
    }

    private ((double X1, double X2) Theta, double Distance) Closest((double X1, double X2)[] thetas, double x1, double x2) =>
        thetas.Zip(Map(thetas), (theta, image) => (theta, Math.Sqrt((image.X1 - x1) * (image.X1 - x1) + (image.X2 - x2) * (image.X2 - x2)))).MinBy(pair => pair.Item2);

    private (double X1, double X2)[] Map((double X1, double X2)[] thetas) =>
        learner.Places(SurfaceLearner.Tensors(thetas, Placement.Of(phi.Tensors[0])), phi);
}
