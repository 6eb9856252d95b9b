using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Central differences of a scalar function of parameters.</summary>
internal static class FiniteDifferences
{
    /// <summary>Compares a gradient with differences along random directions and along single entries of every tensor.</summary>
    /// <param name="value">The function; must not keep graphs.</param>
    /// <param name="at">Where.</param>
    /// <param name="gradient">Claimed gradient.</param>
    /// <param name="tolerance">Allowed error relative to the size of the derivative plus one.</param>
    public static void AssertMatches(Func<ParameterSet, double> value, ParameterSet at, ParameterSet gradient, double tolerance = 2e-6)
    {
        const double Step = 1e-7;
        using var generator = new Generator(3, new Device(DeviceType.CPU));
        foreach (var (index, name) in at.Names.Index())
        {
            using var scope = torch.NewDisposeScope();
            var direction = torch.randn(at.Tensors[index].shape, dtype: ScalarType.Float64, generator: generator);
            double Moved(double by) => value(at.With([.. at.Tensors.Select((tensor, i) => i == index ? tensor.Plus(direction, by) : tensor)]));
            double Difference(double step) => (Moved(step) - Moved(-step)) / (2 * step);

            // Richardson's extrapolation removes the error of second order, which is large where batch statistics bend the function.
            var numeric = (4 * Difference(Step / 2) - Difference(Step)) / 3;
            var claimed = gradient.Tensors[index].mul(direction).sum().Number();
            Assert.True(Math.Abs(numeric - claimed) <= tolerance * (1 + Math.Abs(numeric)), $"{name}: {claimed} claimed, {numeric} by differences.");
        }
    }
}
