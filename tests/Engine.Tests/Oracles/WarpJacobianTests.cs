using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Architectures;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>The Jacobian of a linear warp is the same wherever it is taken; that of a non-linear one depends on the data (paper §2.2).</summary>
public sealed class WarpJacobianTests
{
    private const int Channels = 4;

    [Theory]
    [InlineData(WarpDesign.Scale)]
    [InlineData(WarpDesign.Conv1x1)]
    [InlineData(WarpDesign.Conv3x3)]
    public void A_linear_warp_of_images_has_one_jacobian(WarpDesign design) => Assert.True(Spread(Images(design), [3, Channels, 5, 5]) < 1e-12);

    [Theory]
    [InlineData(WarpDesign.Conv3x3Relu)]
    [InlineData(WarpDesign.Conv3x3NormRelu)]
    [InlineData(WarpDesign.Residual)]
    [InlineData(WarpDesign.ResidualTwoLayers)]
    public void A_non_linear_warp_of_images_has_a_jacobian_that_depends_on_them(WarpDesign design) =>
        Assert.True(Spread(Images(design), [3, Channels, 5, 5]) > 1e-2);

    [Theory]
    [InlineData(WarpDesign.Scale)]
    [InlineData(WarpDesign.Linear)]
    public void A_linear_warp_of_vectors_has_one_jacobian(WarpDesign design) => Assert.True(Spread(Vectors(design), [3, Channels]) < 1e-12);

    [Fact]
    public void A_non_linear_warp_of_vectors_has_a_jacobian_that_depends_on_them() => Assert.True(Spread(Vectors(WarpDesign.Residual), [3, Channels]) > 1e-2);

    private static Network Images(WarpDesign design) => new([.. Factory(design, Architecture.Conv4).ImageWarp(1, Channels)]);

    private static Network Vectors(WarpDesign design) => new([.. Factory(design, Architecture.Mlp).VectorWarp(1, Channels)]);

    private static LayerFactory Factory(WarpDesign design, Architecture architecture) => new(new LearnerSpec { Architecture = architecture, Warp = design });

    /// <summary>How far uᵀJ at two inputs is apart, for one u.</summary>
    private static double Spread(Network warp, long[] shape)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var random = RandomStream.Derive(3, StreamPurpose.Parameters);
        var phi = new ParameterSet([.. warp.Parameters.Select(info => info.Name)], [.. warp.Parameters.Select(info => info.Draw(random, ScalarType.Float64))]);
        using var generator = new Generator(5, new Device(DeviceType.CPU));
        Tensor Random() => torch.randn(shape, dtype: ScalarType.Float64, generator: generator);
        var weights = Random();
        Tensor Row(Tensor input)
        {
            var leaf = input.requires_grad_();
            var output = warp.Forward(leaf, new ForwardPass(ParameterSet.Empty, phi, BatchStatistics.OfBatch));
            return autograd.grad([output.mul(weights).sum()], [leaf])[0];
        }

        return Row(Random()).Minus(Row(Random())).abs().max().Number();
    }
}
