using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Convolution of stride 1. libtorch's own second derivative treats the batch as channels and the image as the kernel, for which there is
/// no fast kernel. But the derivatives of the three operations here (output, gradient to the input, gradient to the weight) are these same
/// operations again, each of which has one.
/// </summary>
internal static class Convolution
{
    /// <summary>conv(input, weight) + bias, by the route that suits the shape and what will be asked of it.</summary>
    /// <param name="input">[batch, in, h, w].</param>
    /// <param name="weight">[out, in, k, k].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias, int padding)
    {
        if (input.device_type != DeviceType.CPU)
            return F.conv2d(input, weight, bias, padding: [padding, padding]);

        // In float32 libtorch's CPU kernels give wrong values and gradients for channels that fill no vector, unless the channels are
        // innermost in memory. Where one channel or one pixel makes both orders look alike, it takes the wrong one.
        var (images, kernel) = (input.shape, weight.shape);
        if (images[2] == 1 && images[3] == 1 && kernel[2] == 2 * padding + 1 && kernel[3] == kernel[2])
            return AtOnePixel(input, weight, bias, padding);
        // In bfloat16 it also does where no gradient is wanted, and where one channel comes out, on processors that have instructions for it.
        if ((images[1] == 1 && input.requires_grad) || (input.dtype == ScalarType.BFloat16 && (images[1] == 1 || kernel[0] == 1)))
            return ByPatches(input, weight, bias, padding);
        input = Channels.Innermost(input);
        return SecondOrder.ExpectedOf(input)
            ? Output(input, weight, bias, padding)
            : F.conv2d(input, weight, bias, padding: [padding, padding]);
    }

    /// <summary>conv(input, weight) + bias, for any number of derivatives.</summary>
    /// <param name="input">[batch, in, h, w].</param>
    /// <param name="weight">[out, in, k, k].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor Output(Tensor input, Tensor weight, Tensor? bias, int padding)
    {
        input = Channels.Innermost(input);
        using var plainBias = bias?.detach();
        var output = F.conv2d(input.detach(), weight.detach(), plainBias, padding: [padding, padding]);
        if (!torch.is_grad_enabled())
            return output;
        var toBias = bias?.requires_grad is true ? BiasRoute.Apply(bias, output) : null;
        return Route(ConvolutionOperation.Output, input, weight, output, padding, toBias);
    }

    /// <summary>Gradient to the input.</summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="input">Of the input's shape and layout.</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor Input(Tensor gradient, Tensor weight, Tensor input, int padding) => Route(
        ConvolutionOperation.Input, gradient, weight, NativeOperations.ConvolutionInput(gradient, input, weight, padding), padding);

    /// <summary>Gradient to the weight.</summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="input">The input.</param>
    /// <param name="weight">Of the weight's shape.</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor Weight(Tensor gradient, Tensor input, Tensor weight, int padding)
    {
        input = Channels.Innermost(input);
        return Route(ConvolutionOperation.Weight, gradient, input, NativeOperations.ConvolutionWeight(gradient, input, weight, padding), padding);
    }

    /// <summary>Joins a computed value to the graph.</summary>
    private static Tensor Route(ConvolutionOperation operation, Tensor first, Tensor second, Tensor value, int padding, Tensor? toBias = null)
    {
        if (!torch.is_grad_enabled())
            return value;
        var toSecond = second.requires_grad ? SecondRoute.Apply(operation, first, second, value, padding) : null;
        return first.requires_grad || toSecond is not null || toBias is not null
            ? FirstRoute.Apply(operation, first, toSecond, toBias, second, value, padding)
            : value;
    }

    /// <summary>Of an image of one pixel, the kernel meets nothing but its centre.</summary>
    private static Tensor AtOnePixel(Tensor input, Tensor weight, Tensor? bias, int padding) =>
        F.linear(input.flatten(1), weight.select(3, padding).select(2, padding), bias).unsqueeze(2).unsqueeze(3);

    /// <summary>As a matrix product over the patches that the kernel meets.</summary>
    private static Tensor ByPatches(Tensor input, Tensor weight, Tensor? bias, int padding)
    {
        var (images, kernel) = (input.shape, weight.shape);
        var patches = F.unfold(input, (kernel[2], kernel[3]), padding: (padding, padding));
        var output = weight.flatten(1).matmul(patches);
        if (bias is not null)
            output = output.Plus(bias.unsqueeze(1));
        return output.view(images[0], kernel[0], images[2] + 2 * padding - kernel[2] + 1, images[3] + 2 * padding - kernel[3] + 1);
    }
}
