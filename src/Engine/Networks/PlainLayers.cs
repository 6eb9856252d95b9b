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

/// <summary>max(x, slope·x).</summary>
/// <param name="slope">Slope below zero, less than 1.</param>
public sealed class LeakyReluLayer(double slope) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => torch.maximum(input, input.Times(slope));
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

/// <summary>Mean over the image, [batch, c, h, w] → [batch, c].</summary>
public sealed class MeanOverImageLayer : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => input.mean([2L, 3L]);
}

/// <summary>input + body(input), or shortcut(input) + body(input).</summary>
/// <param name="body">Layers of the branch; its output must have the shape of what it is added to.</param>
/// <param name="shortcut">Layers of the other branch; none passes the input on.</param>
public sealed class ResidualLayer(IReadOnlyList<Layer> body, IReadOnlyList<Layer>? shortcut = null) : Layer
{
    private readonly Network _body = new(body), _shortcut = new(shortcut ?? []);

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters => _body.Parameters.Concat(_shortcut.Parameters);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) => _shortcut.Forward(input, pass).Plus(_body.Forward(input, pass));
}
