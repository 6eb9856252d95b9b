using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Heads;

/// <summary>
/// Classifies by the squared distance to the class means of the warped support features, plus offsets that adapt. Written as a
/// linear classifier: weight 2s·mean, bias −s·|mean|², where the scale s is a warp parameter. The means are computed anew from the
/// current θ and φ, so that the warp objective reaches φ through them at every point of a trajectory. Takes any number of classes.
/// </summary>
/// <param name="features">Length of the feature vector.</param>
public sealed class ProtoHead(long features) : Head
{
    private const string Scale = "head.scale";

    /// <inheritdoc/>
    public override bool ReadsSupport => true;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, long[] Shape)> TaskShapes => [(Weight, [1, features]), (Bias, [1])];

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters => [new(Scale, LayerRole.Warp, [1], ParameterStart.Ones)];

    /// <inheritdoc/>
    public override ParameterSet Start(ParameterSet initialization, int ways)
    {
        var (type, device) = Placement.Of(initialization.Tensors[0]);
        return new ParameterSet(
            [.. initialization.Names, Weight, Bias],
            [.. initialization.Tensors.Select(tensor => tensor.detach().clone()), torch.zeros(ways, features, dtype: type, device: device), torch.zeros(ways, dtype: type, device: device)]);
    }

    /// <inheritdoc/>
    public override ParameterSet ToInitialization(ParameterSet gradient) =>
        new([.. gradient.Names.SkipLast(2)], [.. gradient.Tensors.SkipLast(2).Select(tensor => tensor.alias())]);

    /// <inheritdoc/>
    public override (Tensor Weight, Tensor Bias) Classifier(ForwardPass pass, Tensor support, Tensor membership)
    {
        var means = membership.matmul(support);
        var scaled = means.mul(pass[LayerRole.Warp, Scale]);
        return (scaled.Plus(scaled).Plus(pass[LayerRole.Adapt, Weight]), pass[LayerRole.Adapt, Bias].Minus(scaled.mul(means).sum(-1)));
    }
}
