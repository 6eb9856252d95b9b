using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// The Leap objective of the initialisation (paper App. C, Eq. 15–17): the expected length of the adaptation path, with a gradient
/// that is read off the path and needs no differentiation through it.
/// </summary>
/// <param name="withLoss">
/// Whether the loss is a coordinate of the path, as in Eq. 17; without it, only the parameters are, as in the authors' WarpGrad code.
/// </param>
/// <param name="normalize">Whether each segment is divided by its length.</param>
/// <param name="stabilize">Whether a rise of the loss counts as a fall, so that noise cannot turn the direction round.</param>
/// <param name="epsilon">Added to each length; the authors' WarpGrad code adds <see cref="AuthorsEpsilon"/>, their Leap code nothing.</param>
public sealed class LeapObjective(bool withLoss, bool normalize = true, bool stabilize = false, double epsilon = 0)
{
    /// <summary>What the authors' WarpGrad code adds to the length of a segment.</summary>
    public const double AuthorsEpsilon = 1e-9;

    /// <summary>Whether trajectories must keep their gradients and the loss at their end.</summary>
    public bool ReadsLoss => withLoss;

    /// <summary>Gradient of one task's term, shaped like its θ, to be descended: Σ_k (θ_k − θ_{k+1} − ΔL_k ∇L(θ_k)) / length_k.</summary>
    /// <param name="trajectory">The path.</param>
    /// <param name="segments">Segments from the start to count; all by default, which includes the last one, to θ_K.</param>
    public ParameterSet Gradient(Trajectory trajectory, int? segments = null)
    {
        using var scope = torch.NewDisposeScope();
        var sum = trajectory.Points[0].ZerosLike();
        for (var k = 0; k < (segments ?? trajectory.Steps); k++)
        {
            using var segment = torch.NewDisposeScope();
            Add(sum, trajectory, k);
        }

        return sum.MoveToOuterScope();
    }

    private void Add(ParameterSet sum, Trajectory trajectory, int k)
    {
        var difference = trajectory.Points[k].Zip(trajectory.Points[k + 1], (from, to) => from.Minus(to));
        var fall = withLoss ? trajectory.Losses[k + 1] - trajectory.Losses[k] : 0;
        if (stabilize)
            fall = -Math.Abs(fall);

        var squares = difference.Tensors.Sum(tensor => tensor.square().sum().Number());
        var length = Math.Sqrt(squares + fall * fall) + epsilon;
        if (length == 0)
            return;
        var scale = normalize ? 1 / length : 1;
        for (var i = 0; i < sum.Count; i++)
        {
            sum.Tensors[i].Increase(difference.Tensors[i], scale);
            if (withLoss)
                sum.Tensors[i].Increase(trajectory.Gradients[k].Tensors[i], -fall * scale);
        }
    }
}
