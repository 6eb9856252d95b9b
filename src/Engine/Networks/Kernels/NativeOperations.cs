using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Operations of libtorch that the binding does not expose, reached through a script: backward kernels that compute just the gradients
/// asked for. They build no graph of their own; the functions that use them say how they are differentiated.
/// </summary>
internal static class NativeOperations
{
    private const string Source = """
        def input_gradient(dy, x, w, padding: int):
            return torch.convolution_backward(dy, x, w, None, [1, 1], [padding, padding], [1, 1], False, [0, 0], 1, [True, False, False])[0]

        def weight_gradient(dy, x, w, padding: int):
            return torch.convolution_backward(dy, x, w, None, [1, 1], [padding, padding], [1, 1], False, [0, 0], 1, [False, True, False])[1]

        def normalize(x, weight, bias, epsilon: float):
            return torch.native_batch_norm(x, weight, bias, None, None, True, 0.0, epsilon)

        def normalize_gradient(dy, x, weight, mean, scale):
            return torch.native_batch_norm_backward(dy, x, weight, None, None, mean, scale, True, 0.0, [True, True, True])

        def normalize_sums(dy, x, weight, mean, scale):
            d = torch.native_batch_norm_backward(dy, x, weight, None, None, mean, scale, True, 0.0, [False, True, True])
            return d[1], d[2]

        def product_sum(a, b, zeros, ones):
            return torch.native_batch_norm_backward(a, b, ones, None, None, zeros, ones, True, 0.0, [False, True, True])[1]

        """;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>Gradient of a convolution of stride 1 with respect to its input.</summary>
    /// <param name="gradient">Gradient of its output.</param>
    /// <param name="input">Tensor of the input's shape and layout; its values are not read.</param>
    /// <param name="weight">[out, in, k, k].</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor ConvolutionInput(Tensor gradient, Tensor input, Tensor weight, int padding) =>
        Call<Tensor>("input_gradient", gradient, input, weight, padding);

    /// <summary>Gradient of a convolution of stride 1 with respect to its weight.</summary>
    /// <param name="gradient">Gradient of its output.</param>
    /// <param name="input">[batch, in, h, w].</param>
    /// <param name="weight">Tensor of the weight's shape; its values are not read.</param>
    /// <param name="padding">Zeros on each side.</param>
    public static Tensor ConvolutionWeight(Tensor gradient, Tensor input, Tensor weight, int padding) =>
        Call<Tensor>("weight_gradient", gradient, input, weight, padding);

    /// <summary>Batch normalisation per channel; also gives the mean and 1/√(variance + ε).</summary>
    /// <param name="input">[batch, c, h, w].</param>
    /// <param name="weight">[c].</param>
    /// <param name="bias">[c].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static (Tensor Output, Tensor Mean, Tensor Scale) Normalize(Tensor input, Tensor weight, Tensor bias, double epsilon)
    {
        using var number = epsilon.ToScalar();
        return Call<(Tensor, Tensor, Tensor)>("normalize", input, weight, bias, number);
    }

    /// <summary>Gradients of <see cref="Normalize"/>.</summary>
    /// <param name="gradient">Gradient of its output.</param>
    /// <param name="input">[batch, c, h, w].</param>
    /// <param name="weight">[c].</param>
    /// <param name="mean">Mean it gave.</param>
    /// <param name="scale">Scale it gave.</param>
    public static (Tensor Input, Tensor Weight, Tensor Bias) NormalizeGradient(Tensor gradient, Tensor input, Tensor weight, Tensor mean, Tensor scale) =>
        Call<(Tensor, Tensor, Tensor)>("normalize_gradient", gradient, input, weight, mean, scale);

    /// <summary>Those gradients of <see cref="Normalize"/> that are sums per channel: Σ gradient·x̂ and Σ gradient.</summary>
    /// <param name="gradient">Gradient of its output.</param>
    /// <param name="input">[batch, c, h, w].</param>
    /// <param name="weight">[c].</param>
    /// <param name="mean">Mean it gave.</param>
    /// <param name="scale">Scale it gave.</param>
    public static (Tensor Weight, Tensor Bias) NormalizeSums(Tensor gradient, Tensor input, Tensor weight, Tensor mean, Tensor scale) =>
        Call<(Tensor, Tensor)>("normalize_sums", gradient, input, weight, mean, scale);

    /// <summary>Σ a·b per channel, in one pass over memory and without a tensor of products.</summary>
    /// <param name="a">[batch, c, h, w].</param>
    /// <param name="b">Of the same shape.</param>
    public static Tensor ProductSum(Tensor a, Tensor b)
    {
        // It is the weight's gradient in a batch normalisation of mean 0 and variance 1.
        using var zeros = torch.zeros(a.shape[1], a.dtype, a.device);
        using var ones = torch.ones(a.shape[1], a.dtype, a.device);
        return Call<Tensor>("product_sum", a, b, zeros, ones);
    }

    private static TResult Call<TResult>(string name, params object[] arguments)
    {
        using var quiet = torch.no_grad();
        // The script compiler specialises on whether arguments are part of a graph, and starts over when that changes.
        var plain = Array.ConvertAll(arguments, argument => argument is Tensor tensor ? tensor.detach() : argument);
        var result = Script.Value.invoke<TResult>(name, plain);
        // The binding passes bare handles on: what nobody else holds might be finalised meanwhile.
        foreach (var argument in plain)
            (argument as Tensor)?.Dispose();
        return result;
    }
}
