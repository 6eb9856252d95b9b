using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>Comparison of parameters to the last bit.</summary>
internal static class Bits
{
    public static byte[] Of(ParameterSet set) => [.. set.Tensors.SelectMany(tensor => tensor.contiguous().bytes.ToArray())];

    public static double LargestDifference(ParameterSet a, ParameterSet b) =>
        a.Tensors.Zip(b.Tensors, (x, y) => x.Minus(y).abs().max().Number()).DefaultIfEmpty(0).Max();
}
