using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>A warp-layer ω of a network, whatever it is made of: its output has the shape of its input.</summary>
/// <param name="name">Name, such as <c>warp1</c>.</param>
/// <param name="layers">What it is made of, first applied first.</param>
public sealed class WarpLayer(string name, IReadOnlyList<Layer> layers) : Layer
{
    private readonly Network _body = new(layers);

    /// <summary>Name of the warp.</summary>
    public string Name => name;

    /// <summary>Weight of the one operation that the warp is; null where it is more than that.</summary>
    public ParameterInfo? Weight { get; } = layers is [LinearLayer or ConvolutionLayer or ChannelScaleLayer] ? layers[0].Parameters.First() : null;

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters => _body.Parameters;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        pass.Entered?.Invoke(this, input);
        return _body.Forward(input, pass);
    }
}
