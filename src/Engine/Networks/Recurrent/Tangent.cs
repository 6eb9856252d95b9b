using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>Joins gradients that were computed by hand to a graph.</summary>
internal static class Tangent
{
    /// <summary>
    /// value + Σ gradient · (parameter − the number it is): to the bit the value, and to the bit the gradient when differentiated once.
    /// </summary>
    /// <param name="value">A scalar.</param>
    /// <param name="parameters">What it depends on.</param>
    /// <param name="gradient">Its gradient there.</param>
    public static Tensor Through(Tensor value, ParameterSet parameters, ParameterSet gradient) => parameters.Tensors.Zip(gradient.Tensors)
        .Where(pair => pair.First.requires_grad)
        .Aggregate(value, (sum, pair) => sum.Plus(pair.First.Minus(pair.First.detach()).mul(pair.Second).sum()));
}
