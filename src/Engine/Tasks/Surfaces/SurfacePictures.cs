using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>Draws plain and warped descent from one point, on the surface and in the warped space.</summary>
internal static class SurfacePictures
{
    private const int Side = 41, Digits = 4;
    private const double Range = 3;

    /// <summary>Descends both ways.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="task">A task of one start.</param>
    /// <param name="inner">Warped descent.</param>
    /// <param name="phi">φ.</param>
    /// <param name="stop">Ends between steps.</param>
    public static SurfacePicture Draw(RunSpec spec, SurfaceLearner learner, SurfaceTask task, InnerLoop inner, ParameterSet phi, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var inside = new List<(double X1, double X2)>();
        var start = task.Start(ParameterSet.Empty);
        inside.Add(SurfaceLearner.Numbers(start[SurfaceLearner.Points])[0]);
        using var end = inner.Run(task, start, phi, ParameterSet.Empty, step => inside.Add(SurfaceLearner.Numbers(step.Next[SurfaceLearner.Points])[0]), stop);

        var place = Placement.Of(phi.Tensors[0]);
        var warped = learner.Places(SurfaceLearner.Tensors(inside, place), phi);
        var plain = task.Surface.Descend(warped[0].X1, warped[0].X2, spec.InnerLoop.LearningRate, inner.Steps);
        var grid = Grid();
        return new SurfacePicture(
            Range, Side,
            Heights(task.Surface, grid), Heights(task.Surface, learner.Places(SurfaceLearner.Tensors(grid, place), phi)),
            [.. plain.Select(at => Point(at.X1, at.X2))], [.. warped.Select(at => Point(at.X1, at.X2))], [.. inside.Select(at => Point(at.X1, at.X2))],
            [.. plain.Select(at => Rounded(at.Height))], Heights(task.Surface, warped));
    }

    private static (double X1, double X2)[] Grid()
    {
        static double At(int i) => Range * (2.0 * i / (Side - 1) - 1);
        return [.. Enumerable.Range(0, Side * Side).Select(i => (At(i % Side), At(i / Side)))];
    }

    private static double[] Heights(Surface surface, IEnumerable<(double X1, double X2)> points) =>
        [.. points.Select(at => Rounded(surface.At(at.X1, at.X2).Height))];

    private static SurfacePoint Point(double x1, double x2) => new(Rounded(x1), Rounded(x2));

    // Heights beyond what a double can show would not survive JSON.
    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, Digits) : 0;
}
