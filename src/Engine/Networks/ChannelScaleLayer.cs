using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>One factor and one offset per channel, for [batch, c, h, w] and [batch, c]; weight [c], bias [c]. It starts as the identity.</summary>
/// <param name="name">Prefix of the parameters' names.</param>
/// <param name="role">Task layer or warp-layer.</param>
/// <param name="channels">Channels.</param>
public sealed class ChannelScaleLayer(string name, LayerRole role, long channels) : Layer
{
    private readonly string _weight = name + ".weight", _bias = name + ".bias";

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
        [new(_weight, role, [channels], ParameterStart.Ones), new(_bias, role, [channels], ParameterStart.Zeros)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        long[] shape = input.dim() == 4 ? [1, -1, 1, 1] : [1, -1];
        return pass.PerChannel(role, _bias).view(shape).PlusProduct(input, pass.PerChannel(role, _weight).view(shape));
    }
}
