using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>max(x, 0).</summary>
public sealed class ReluLayer : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => input.relu();
}

/// <summary>Hyperbolic tangent.</summary>
public sealed class TanhLayer : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => input.tanh();
}

/// <summary>2×2 maximum with stride 2, [batch, c, h, w] → [batch, c, ⌊h/2⌋, ⌊w/2⌋].</summary>
public sealed class MaxPoolLayer : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => F.max_pool2d(input, 2L, 2L);
}

/// <summary>[batch, a, b, …] → [batch, a·b·…].</summary>
public sealed class FlattenLayer : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => input.flatten(1);
}

/// <summary>input + body(input).</summary>
/// <param name="body">Layers of the branch; its output must have the input's shape.</param>
public sealed class ResidualLayer(IReadOnlyList<Layer> body) : Layer
{
    private readonly Network _body = new(body);

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters => _body.Parameters;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => input.Plus(_body.Forward(input, pass));
}
