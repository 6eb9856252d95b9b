using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Batch normalisation of [batch, c, h, w] per channel, with affine weight [c] and bias [c]. Which images make the statistics is
/// decided by the pass, not by the layer.
/// </summary>
/// <param name="name">Prefix of the parameters' names.</param>
/// <param name="role">Set its weight and bias belong to.</param>
/// <param name="channels">Channels.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class BatchNormLayer(string name, LayerRole role, long channels, double epsilon = 1e-5) : Layer
{
    private readonly string _weight = name + ".weight", _bias = name + ".bias";

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
        [new(_weight, role, [channels], ParameterStart.Ones), new(_bias, role, [channels], ParameterStart.Zeros)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass) =>
        pass.Statistics.Normalize(name, input, pass.PerChannel(role, _weight), pass.PerChannel(role, _bias), epsilon);
}

/// <summary>Normalisation of each image by itself, in groups of channels; one group normalises over all of them.</summary>
/// <param name="name">Prefix of the parameters' names.</param>
/// <param name="role">Set its weight and bias belong to.</param>
/// <param name="channels">Channels, a multiple of <paramref name="groups"/>.</param>
/// <param name="groups">Number of groups.</param>
public sealed class GroupNormLayer(string name, LayerRole role, long channels, long groups) : Layer
{
    private readonly string _weight = name + ".weight", _bias = name + ".bias";

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
        [new(_weight, role, [channels], ParameterStart.Ones), new(_bias, role, [channels], ParameterStart.Zeros)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        // The library's backward pass for channels innermost writes the input's gradient also where only that of weight and bias is
        // wanted and there is no memory for it, which ends the process. Without weight and bias it runs only for the input's sake.
        var normalized = F.group_norm(input, groups * pass.Stack, null, null, 1e-5);
        return pass.PerChannel(role, _bias).view(1, -1, 1, 1).PlusProduct(normalized, pass.PerChannel(role, _weight).view(1, -1, 1, 1));
    }
}
