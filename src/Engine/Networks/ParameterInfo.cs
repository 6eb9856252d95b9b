using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>Which of the two disjoint parameter sets of the paper (§2.2) a layer's weights belong to.</summary>
public enum LayerRole
{
    /// <summary>θ: changed by gradient descent inside a task.</summary>
    Adapt,

    /// <summary>φ: fixed inside a task, meta-learned across tasks.</summary>
    Warp,
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
    /// <param name="type">Floating-point type.</param>
    public Tensor Draw(RandomStream random, ScalarType type)
    {
        var values = new double[Size];
        Start.Fill(values, Shape, random);
        return torch.tensor(values, Shape).to(type);
    }
}
