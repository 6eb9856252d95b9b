using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Layers applied in order, task layers and warp-layers interleaved: f̂ = ω⁽ᴸ⁾ ∘ h⁽ᴸ⁾ ∘ … ∘ ω⁽¹⁾ ∘ h⁽¹⁾ (paper Eq. 6, §2.2).
/// </summary>
/// <param name="layers">The layers, first applied first.</param>
public sealed class Network(IReadOnlyList<Layer> layers) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [.. layers.SelectMany(layer => layer.Parameters)];

    /// <summary>The warps among the layers, first applied first.</summary>
    public IReadOnlyList<WarpLayer> Warps { get; } =
        [.. layers.SelectMany(layer => layer is WarpLayer warp ? [warp] : layer is Network inner ? inner.Warps : Array.Empty<WarpLayer>())];

    /// <summary>Applies the network; intermediate tensors stay in the caller's dispose scope.</summary>
    /// <param name="input">Input [batch, …].</param>
    /// <param name="pass">Parameters and statistics to use.</param>
    public override Tensor Forward(Tensor input, ForwardPass pass) => layers.Aggregate(input, (x, layer) => Apply(layer, x, pass));

    private static Tensor Apply(Layer layer, Tensor input, ForwardPass pass)
    {
        var output = layer.Forward(input, pass);
        // The layers of a warp are watched one by one.
        if (pass.Watch is { } watch && layer is not WarpLayer && layer.Parameters.FirstOrDefault() is { Role: LayerRole.Warp } first)
            watch(first.Name, input, output);
        return output;
    }
}
