using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Networks;

/// <summary>A graph of managed nodes that refer to each other would never be freed.</summary>
[Collection(AloneCollection.Name)]
public sealed class SecondOrderMemoryTests
{
    [Fact]
    public void Second_derivatives_free_their_graph()
    {
        TorchRuntime.ApplyToThread();
        using var images = torch.randn(16, 8, 32, 32);
        using var weight = torch.randn(8, 8, 3, 3);
        using var ones = torch.ones(8);
        Repeat(20, images, weight, ones);
        var before = ProcessMemory.Resident();
        Repeat(60, images, weight, ones);
        Assert.InRange(ProcessMemory.Resident() - before, long.MinValue, 16 << 20);
    }

    private static void Repeat(int times, Tensor images, Tensor weight, Tensor ones)
    {
        for (var i = 0; i < times; i++)
        {
            using var scope = torch.NewDisposeScope();
            Tensor[] leaves = [weight.detach().requires_grad_(), ones.detach().requires_grad_(), ones.detach().requires_grad_()];
            var loss = SecondOrder.Expect(() => BatchStatistics.OfBatch.Normalize(
                "norm", Convolution.Of(Convolution.Of(images, leaves[0], leaves[2], 1), leaves[0], null, 1), leaves[1], leaves[2], 1e-5).tanh().mean());
            var slopes = autograd.grad([loss], leaves, create_graph: true, retain_graph: true);
            autograd.grad([slopes[0].tanh().sum()], leaves);
        }
    }
}
