using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Engine.Inspection;

/// <summary>
/// Compares the directions of both descents on a surface f (paper App. D). A step along −∇(f∘Ω) = −Jᵀ∇f in the warped space moves the
/// point of the surface, to first order, along −J·Jᵀ∇f; plain descent moves it along −∇f.
/// </summary>
internal static class SurfaceAlignment
{
    /// <summary>Mean cosine between the two directions over the points of a task; null where the surface is flat at all of them.</summary>
    /// <param name="task">The task.</param>
    /// <param name="theta">θ with points [n, 2].</param>
    /// <param name="phi">φ.</param>
    public static double? Of(SurfaceTask task, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var points = theta[SurfaceLearner.Points];
        var cosines = new List<double>();
        foreach (var (index, (x1, x2)) in task.Learner.Places(points, phi).Index())
        {
            var jacobian = JacobianProbe.Jacobian(at => task.Learner.Warp(at, phi), points.narrow(0, index, 1));
            var entries = jacobian.to(torch.ScalarType.Float64, torch.CPU, copy: true).data<double>().ToArray();
            var (_, slope1, slope2) = task.Surface.At(x1, x2);
            var (inside1, inside2) = (entries[0] * slope1 + entries[2] * slope2, entries[1] * slope1 + entries[3] * slope2);
            var (move1, move2) = (entries[0] * inside1 + entries[1] * inside2, entries[2] * inside1 + entries[3] * inside2);
            var lengths = Math.Sqrt((slope1 * slope1 + slope2 * slope2) * (move1 * move1 + move2 * move2));
            if (lengths > 0 && double.IsFinite(lengths))
                cosines.Add((slope1 * move1 + slope2 * move2) / lengths);
        }

        return cosines.Count > 0 ? cosines.Average() : null;
    }
}
