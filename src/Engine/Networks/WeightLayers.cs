using TorchSharp;
using WarpGrad.Engine.Networks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>Fully connected layer [batch, in] → [batch, out]; weight [out, in], bias [out].</summary>
/// <param name="name">Prefix of the parameters' names.</param>
/// <param name="role">Task layer or warp-layer.</param>
/// <param name="inputs">Input features.</param>
/// <param name="outputs">Output features.</param>
/// <param name="identity">Whether it starts as the identity instead of the framework's default.</param>
/// <param name="zero">Whether it starts as zero, so that a shortcut around it starts as the identity.</param>
public sealed class LinearLayer(string name, LayerRole role, long inputs, long outputs, bool identity = false, bool zero = false) : Layer
{
    private readonly string _weight = name + ".weight", _bias = name + ".bias";

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
    [
        new(_weight, role, [outputs, inputs], zero ? ParameterStart.Zeros : identity ? ParameterStart.Identity : ParameterStart.Uniform(inputs)),
        new(_bias, role, [outputs], zero || identity ? ParameterStart.Zeros : ParameterStart.Uniform(inputs)),
    ];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => (pass.Stack, role) switch
    {
        (1, _) => pass.Product(input, pass[role, _weight], pass[role, _bias], F.linear),
        (_, LayerRole.Adapt) => Stacks.Join(pass.Product(Stacks.ByTask(input, pass.Stack), pass[role, _weight], pass[role, _bias], Stacks.Linear)),
        _ => Stacks.Rejoin(pass.Product(Stacks.Apart(input, pass.Stack), pass[role, _weight], pass[role, _bias], F.linear), pass.Stack),
    };
}

/// <summary>Square convolution of stride 1, [batch, in, h, w] → [batch, out, h, w]; weight [out, in, k, k], bias [out] if any.</summary>
/// <param name="name">Prefix of the parameters' names.</param>
/// <param name="role">Task layer or warp-layer.</param>
/// <param name="inputs">Input channels.</param>
/// <param name="outputs">Output channels.</param>
/// <param name="kernel">Side of the kernel.</param>
/// <param name="padding">Zeros added on each side.</param>
/// <param name="bias">Whether there is a bias. Before a normalisation that subtracts the mean it would have no effect.</param>
/// <param name="identity">Whether it starts as the identity instead of the framework's default.</param>
public sealed class ConvolutionLayer(
    string name, LayerRole role, long inputs, long outputs, long kernel = 3, long padding = 1, bool bias = true, bool identity = false) : Layer
{
    private readonly string _weight = name + ".weight", _bias = name + ".bias";

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters
    {
        get
        {
            var start = identity ? ParameterStart.Identity : ParameterStart.Uniform(inputs * kernel * kernel);
            yield return new(_weight, role, [outputs, inputs, kernel, kernel], start);
            if (bias)
                yield return new(_bias, role, [outputs], identity ? ParameterStart.Zeros : start);
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        var (weight, offset) = (pass[role, _weight], bias ? pass[role, _bias] : null);
        return (pass.Stack, role) switch
        {
            (1, _) => pass.Product(input, weight, offset, (x, w, b) => Convolution.Of(x, w, b, (int)padding)),
            (_, LayerRole.Adapt) => pass.Product(input, weight, offset, (x, w, b) => Stacks.Convolve(x, w, b, (int)padding)),
            _ => Stacks.Rejoin(pass.Product(Stacks.Apart(input, pass.Stack), weight, offset, (x, w, b) => Convolution.Of(x, w, b, (int)padding)), pass.Stack),
        };
    }
}
