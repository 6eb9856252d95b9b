using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Heads;

/// <summary>A linear layer for exactly the trained number of classes, as in the paper.</summary>
/// <param name="features">Length of the feature vector.</param>
/// <param name="ways">Classes.</param>
/// <param name="warped">Whether a linear warp-layer follows it: logits become M·(W·x + b) + c with M and c in φ.</param>
public sealed class FixedHead(long features, int ways, bool warped = false) : Head
{
    private const string WarpName = "head.warp", WarpWeight = WarpName + ".weight", WarpBias = WarpName + ".bias";

    /// <inheritdoc/>
    public override int? FixedWays => ways;

    /// <inheritdoc/>
    public override WarpLayer? Warp => warped ? new WarpLayer(WarpName, [new LinearLayer(WarpName, LayerRole.Warp, ways, ways)]) : null;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, long[] Shape)> TaskShapes => [(Weight, [ways, features]), (Bias, [ways])];

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
    [
        new(Weight, LayerRole.Adapt, [ways, features], ParameterStart.Uniform(features)),
        new(Bias, LayerRole.Adapt, [ways], ParameterStart.Uniform(features)),
        .. warped
            ? new ParameterInfo[] { new(WarpWeight, LayerRole.Warp, [ways, ways], ParameterStart.Identity), new(WarpBias, LayerRole.Warp, [ways], ParameterStart.Zeros) }
            : [],
    ];

    /// <inheritdoc/>
    public override ParameterSet Start(ParameterSet initialization, int classes) => classes == ways
        ? initialization.Clone()
        : throw new ArgumentException($"This model's head tells exactly {ways} classes apart; the task has {classes}. Models with a shared or proto head take any number.", nameof(classes));

    /// <inheritdoc/>
    public override ParameterSet ToInitialization(ParameterSet gradient) => gradient.Map(tensor => tensor.alias());

    /// <inheritdoc/>
    public override void Enter(ForwardPass pass, Tensor features) =>
        Warp?.Forward(F.linear(features, pass[LayerRole.Adapt, Weight], pass[LayerRole.Adapt, Bias]), pass);

    /// <inheritdoc/>
    public override (Tensor Weight, Tensor Bias) Classifier(ForwardPass pass, Tensor support, Tensor membership)
    {
        var (weight, bias) = (pass[LayerRole.Adapt, Weight], pass[LayerRole.Adapt, Bias]);
        if (!warped)
            return (weight, bias);
        var warp = pass[LayerRole.Warp, WarpWeight];
        var warpedBias = pass.Stack == 1 ? warp.matmul(bias) : warp.matmul(bias.unsqueeze(2)).squeeze(2);
        return (warp.matmul(weight), warpedBias.Plus(pass[LayerRole.Warp, WarpBias]));
    }
}
