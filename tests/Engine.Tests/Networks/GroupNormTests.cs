using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Networks;

public sealed class GroupNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Its_weights_have_a_gradient_where_its_input_needs_none_in_either_memory_layout(int groups)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(1, new Device(DeviceType.CPU));
        var images = torch.randn([3, 4, 5, 5], dtype: ScalarType.Float64, generator: generator);
        var channelsInnermost = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        Assert.True(Bits.LargestDifference(Gradient(images), Gradient(channelsInnermost)) < 1e-12);

        ParameterSet Gradient(Tensor input)
        {
            var layer = new GroupNormLayer("norm", LayerRole.Warp, 4, groups);
            var phi = new ParameterSet(["norm.weight", "norm.bias"], [torch.ones(4, ScalarType.Float64), torch.zeros(4, ScalarType.Float64)]).AsLeaves();
            var output = layer.Forward(input, new ForwardPass(ParameterSet.Empty, phi, BatchStatistics.OfBatch));
            return phi.GradientOf(output.mul(output.sin()).sum());
        }
    }
}
