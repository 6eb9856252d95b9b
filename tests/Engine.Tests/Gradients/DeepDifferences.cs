using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>
/// Central differences for deep networks: no one width serves all of their tensors, since a narrow one drowns in the rounding that
/// normalisations amplify and a wide one in their curvature. The claimed gradient must be met at one of several widths.
/// </summary>
internal static class DeepDifferences
{
    private static readonly double[] Widths = [1e-5, 1e-6, 1e-7, 1e-8];

    public static void AssertMatches(Func<ParameterSet, double> value, ParameterSet at, ParameterSet gradient, double tolerance = 2e-6)
    {
        using var generator = new Generator(3, new Device(DeviceType.CPU));
        foreach (var (index, name) in at.Names.Index())
        {
            using var scope = torch.NewDisposeScope();
            var direction = torch.randn(at.Tensors[index].shape, dtype: ScalarType.Float64, generator: generator);
            double Moved(double by) => value(at.With([.. at.Tensors.Select((tensor, i) => i == index ? tensor.Plus(direction, by) : tensor)]));
            double Difference(double width) => (Moved(width) - Moved(-width)) / (2 * width);
            var claimed = gradient.Tensors[index].mul(direction).sum().Number();
            var tried = new List<double>();
            foreach (var width in Widths)
            {
                tried.Add((4 * Difference(width / 2) - Difference(width)) / 3);
                if (Math.Abs(tried[^1] - claimed) <= tolerance * (1 + Math.Abs(claimed)))
                    break;
            }

            Assert.True(tried.Any(numeric => Math.Abs(numeric - claimed) <= tolerance * (1 + Math.Abs(claimed))), $"{name}: {claimed} claimed, {string.Join(", ", tried)} by differences.");
        }
    }
}
