using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Tests.Networks;

/// <summary>Convolution and batch normalisation against float64 and against libtorch's own derivatives.</summary>
public class ConvolutionTests
{
    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(3, 1), InlineData(3, 3), InlineData(5, 5), InlineData(8, 8)]
    [InlineData(20, 20), InlineData(20, 64), InlineData(64, 20), InlineData(1, 64), InlineData(64, 64)]
    public void Float32_is_right_for_every_number_of_channels(int inputs, int outputs)
    {
        TorchRuntime.ApplyToThread();
        foreach (var side in new[] { 1, 2, 3, 7, 14 })
        {
            using var scope = torch.NewDisposeScope();
            using var random = new Generator(1, CPU);
            var (input, weight) = (torch.randn([4, inputs, side, side], generator: random), torch.randn([outputs, inputs, 3, 3], generator: random));
            var (bias, slope) = (torch.randn([outputs], generator: random), torch.randn([4, outputs, side, side], generator: random));
            var exact = FirstOrder(input, weight, bias, slope, ScalarType.Float64, (x, w, b) => F.conv2d(x, w, b, padding: [1, 1]));
            Compare(exact, FirstOrder(input, weight, bias, slope, ScalarType.Float32, (x, w, b) => Convolution.Of(x, w, b, 1)), 1e-4);
        }
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 16), InlineData(1, 64), InlineData(3, 1), InlineData(3, 16), InlineData(16, 1), InlineData(16, 16), InlineData(20, 64), InlineData(64, 128)]
    public void Bfloat16_is_right_to_its_digits_for_images_and_for_activations(int inputs, int outputs)
    {
        TorchRuntime.ApplyToThread();
        foreach (var (side, kernel, ofImages) in from side in new[] { 1, 2, 8, 16 } from kernel in new[] { 1, 3 } from ofImages in new[] { true, false } select (side, kernel, ofImages))
        {
            using var scope = torch.NewDisposeScope();
            using var random = new Generator(3, CPU);

            // Of positive numbers, so that nothing cancels and every digit that is lost counts little.
            var (input, weight) = (torch.rand([15, inputs, side, side], generator: random), torch.rand([outputs, inputs, kernel, kernel], generator: random));
            var (bias, slope) = (torch.rand([outputs], generator: random), torch.rand([15, outputs, side, side], generator: random));
            var exact = Of(ScalarType.Float64);
            var mixed = Of(ScalarType.BFloat16);
            foreach (var (place, (right, rounded)) in exact.Zip(mixed).Index())
            {
                var (error, size) = (rounded.to(ScalarType.Float64).Minus(right).norm().Number(), right.norm().Number());
                Assert.True(error < 0.02 * size, $"Tensor {place} of side {side}, kernel {kernel}, {(ofImages ? "images" : "activations")}: {error} of {size}.");
            }

            // What a network is given has no gradient, and takes another way than what its layers pass on.
            Tensor[] Of(ScalarType type)
            {
                var leaves = new[] { input, weight, bias }.Select((tensor, i) => tensor.to(type).detach().requires_grad_(i > 0 || !ofImages)).ToArray();
                var output = type == ScalarType.Float64
                    ? F.conv2d(leaves[0], leaves[1], leaves[2], padding: [kernel / 2, kernel / 2])
                    : Convolution.Of(leaves[0], leaves[1], leaves[2], kernel / 2);
                return [output.detach(), .. autograd.grad([output], [.. leaves.Where(leaf => leaf.requires_grad)], [slope.to(type)])];
            }
        }
    }

    [Theory]
    [InlineData(1, 3, 28, ScalarType.Float64, 1e-9), InlineData(3, 5, 21, ScalarType.Float64, 1e-9), InlineData(3, 16, 28, ScalarType.Float64, 1e-9)]
    [InlineData(1, 3, 28, ScalarType.Float32, 2e-3), InlineData(3, 5, 21, ScalarType.Float32, 2e-3), InlineData(3, 20, 28, ScalarType.Float32, 2e-3)]
    public void Second_derivatives_are_those_of_libtorch(int channels, int filters, int side, ScalarType type, double tolerance)
    {
        TorchRuntime.ApplyToThread();
        foreach (var poolFirst in new[] { true, false })
        {
            using var scope = torch.NewDisposeScope();
            using var random = new Generator(2, CPU);
            var images = torch.randn([6, channels, side, side], generator: random);
            Tensor[] parameters =
            [
                torch.randn([filters, channels, 3, 3], generator: random), torch.rand([filters], generator: random), torch.randn([filters], generator: random),
                torch.randn([filters, filters, 3, 3], generator: random), torch.randn([filters], generator: random),
            ];
            var plain = SecondDerivative(images.to(ScalarType.Float64), Array.ConvertAll(parameters, tensor => tensor.to(ScalarType.Float64)), poolFirst);
            var own = SecondDerivative(images.to(type), Array.ConvertAll(parameters, tensor => tensor.to(type)), poolFirst, SecondOrder.Expect);
            Compare(plain, own, tolerance);
        }
    }

    private static Tensor[] FirstOrder(Tensor input, Tensor weight, Tensor bias, Tensor slope, ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> convolve)
    {
        var leaves = new[] { input, weight, bias }.Select(tensor => tensor.to(type).detach().requires_grad_()).ToArray();
        var output = convolve(leaves[0], leaves[1], leaves[2]);
        return [output.detach(), .. autograd.grad([output], leaves, [slope.to(type)])];
    }

    /// <summary>Gradient of a loss after one step of gradient descent on the first three parameters.</summary>
    private static Tensor[] SecondDerivative(Tensor images, Tensor[] parameters, bool poolFirst, Func<Func<Tensor>, Tensor>? compute = null)
    {
        compute ??= loss => loss();
        var leaves = Array.ConvertAll(parameters, tensor => tensor.detach().requires_grad_());
        var moving = leaves[..3];
        var steps = autograd.grad([compute(() => Loss(images, leaves, poolFirst))], moving, create_graph: true, retain_graph: true);
        var moved = moving.Zip(steps, (value, step) => value.Plus(step, -0.1)).Concat(leaves[3..]).ToArray();
        return [.. autograd.grad([Loss(images, moved, poolFirst)], leaves)];
    }

    private static Tensor Loss(Tensor images, Tensor[] parameters, bool poolFirst)
    {
        var x = Convolution.Of(images, parameters[0], null, 1);
        x = poolFirst ? F.max_pool2d(x, 2L, 2L) : x;
        x = BatchStatistics.OfBatch.Normalize("norm", x, parameters[1], parameters[2], 1e-5).relu();
        x = F.max_pool2d(x, 2L, 2L);
        return Convolution.Of(x, parameters[3], parameters[4], 1).tanh().mean();
    }

    private static void Compare(Tensor[] expected, Tensor[] actual, double tolerance)
    {
        foreach (var (right, tested) in expected.Zip(actual))
        {
            var error = right.Minus(tested.to(ScalarType.Float64)).abs().max().Number();
            Assert.InRange(error, 0, tolerance * (1e-2 + right.abs().max().Number()));
        }
    }
}
