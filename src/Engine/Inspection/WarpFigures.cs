using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Inspection;

/// <summary>What one warp-layer does to the activations that enter it before adaptation to one task.</summary>
/// <param name="Shape">Shape of one example's activations.</param>
/// <param name="Distance">‖ω(a) − a‖ / ‖a‖ over all examples.</param>
/// <param name="Points">Singular values of its Jacobian at some of them.</param>
internal sealed record WarpFigures(int[] Shape, double Distance, IReadOnlyList<SingularValues> Points)
{
    private const int SmallPoints = 2;

    /// <summary>Looks at every warp, in double precision on the CPU.</summary>
    /// <param name="task">The task.</param>
    /// <param name="theta">θ at the start.</param>
    /// <param name="phi">φ.</param>
    /// <param name="random">Gives the directions of large Jacobians.</param>
    /// <returns>Figures by the name of the warp.</returns>
    public static Dictionary<string, WarpFigures> Of(IMetaTask task, ParameterSet theta, ParameterSet phi, RandomStream random)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var statistics = new RecordedStatistics();
        var entered = new List<(WarpLayer Warp, Tensor Activations)>();
        task.Enter(theta, phi, statistics, (warp, activations) => entered.Add((warp, Double(activations))));
        var fixedPass = new ForwardPass(ParameterSet.Empty, phi.Map(Double), BatchStatistics.From(statistics.Map(Double)));
        return entered.ToDictionary(entry => entry.Warp.Name, entry => Of(entry.Warp, entry.Activations, fixedPass, random), StringComparer.Ordinal);
    }

    private static WarpFigures Of(WarpLayer warp, Tensor activations, ForwardPass pass, RandomStream random)
    {
        using var scope = torch.NewDisposeScope();
        var moved = warp.Forward(activations, pass).Minus(activations);
        var distance = Math.Sqrt(moved.Squared().sum().Number() / activations.Squared().sum().Number());

        // A large Jacobian costs as much as all the rest: one point of a task is enough.
        var small = activations[0].numel() <= JacobianProbe.MostExact;
        var count = Math.Min(activations.shape[0], small ? SmallPoints : 1);
        return new WarpFigures(
            [.. activations.shape.Skip(1).Select(size => (int)size)], distance,
            [.. Enumerable.Range(0, (int)count).Select(point => JacobianProbe.At(at => warp.Forward(at, pass), activations.narrow(0, point, 1), random))]);
    }

    private static Tensor Double(Tensor tensor) => tensor.detach().to(ScalarType.Float64, torch.CPU, copy: true);
}
