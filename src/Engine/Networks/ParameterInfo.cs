using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>Which parameter set a tensor belongs to; the first two are the disjoint sets of the paper (§2.2).</summary>
public enum LayerRole
{
    /// <summary>θ: changed by gradient descent inside a task.</summary>
    Adapt,

    /// <summary>φ: fixed inside a task, meta-learned across tasks.</summary>
    Warp,

    /// <summary>ψ: learned step sizes and momenta of adaptation, fixed inside a task, meta-learned across tasks.</summary>
    Rate,
}

/// <summary>Declares one parameter tensor of a network.</summary>
/// <param name="Name">Name, unique within the network.</param>
/// <param name="Role">Set it belongs to.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">How its start value is drawn.</param>
public sealed record ParameterInfo(string Name, LayerRole Role, long[] Shape, ParameterStart Start)
{
    /// <summary>Number of elements.</summary>
    public long Size => Shape.Aggregate(1L, (size, length) => size * length);

    /// <summary>Draws start values.</summary>
    /// <param name="random">Stream to draw from.</param>
    /// <param name="place">Where the tensor is to live.</param>
    public Tensor Draw(RandomStream random, Placement place)
    {
        var values = new double[Size];
        Start.Fill(values, Shape, random);
        return place.Put(torch.tensor(values, Shape));
    }
}
