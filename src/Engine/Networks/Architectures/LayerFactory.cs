using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Networks.Architectures;

/// <summary>Makes the layers of an architecture as a learner's spec wants them: normalisation, roles, warp designs.</summary>
/// <param name="spec">The learner.</param>
internal sealed class LayerFactory(LearnerSpec spec)
{
    private const int NormGroups = 8, FewestChannels = 4;

    private readonly HashSet<string> _warped = [.. LayerNames.Warped(spec)];

    public LearnerSpec Spec => spec;

    private bool Identity => spec.WarpStart == WarpStart.Identity;

    public Layer Linear(string name, long inputs, long outputs) => new LinearLayer(name, Role(name), inputs, outputs);

    // Statistics over images and pixels subtract any per-channel constant, so a bias would only cost time there.
    public Layer Convolution(string name, int inputs, int outputs, int kernel = 3, int padding = 1) =>
        new ConvolutionLayer(name, Role(name), inputs, outputs, kernel, padding, bias: spec.Normalization is Contracts.Specs.Normalization.Group or Contracts.Specs.Normalization.Layer);

    public Layer Normalization(string name, int channels) => Normalization(name, Role(name), channels);

    /// <summary>The warp-layer after a block that yields images.</summary>
    public IEnumerable<Layer> ImageWarp(int index, int channels) => Whole($"warp{index}", ImageWarp($"warp{index}", channels));

    /// <summary>The warp-layer after a layer that yields vectors.</summary>
    public IEnumerable<Layer> VectorWarp(int index, long features) => Whole($"warp{index}", VectorWarp($"warp{index}", features));

    private static IEnumerable<Layer> Whole(string name, IReadOnlyList<Layer> parts) => parts.Count == 0 ? [] : [new WarpLayer(name, parts)];

    private IReadOnlyList<Layer> ImageWarp(string name, int channels) => spec.Warp switch
    {
        WarpDesign.None => [],
        WarpDesign.Scale => [new ChannelScaleLayer(name, LayerRole.Warp, channels)],
        WarpDesign.Conv1x1 => [Warp(name, channels, kernel: 1)],
        WarpDesign.Conv3x3 => [Warp(name, channels)],
        WarpDesign.Conv3x3Relu => [Warp(name, channels), new ReluLayer()],
        WarpDesign.Conv3x3NormRelu => [WarpNorm(name + ".norm", channels), Warp(name, channels), new ReluLayer()],
        WarpDesign.Residual =>
        [
            new ResidualLayer([WarpNorm(name + ".norm", channels), Warp(name, channels), new ReluLayer()]),
            WarpNorm(name + ".norm.out", channels),
        ],
        WarpDesign.ResidualTwoLayers =>
        [
            new ResidualLayer(
            [
                WarpNorm(name + ".norm1", channels), Warp(name + ".conv1", channels), new ReluLayer(),
                WarpNorm(name + ".norm2", channels), Warp(name + ".conv2", channels),
            ]),
            WarpNorm(name + ".norm.out", channels),
        ],
        _ => throw Unfit(),
    };

    private IReadOnlyList<Layer> VectorWarp(string name, long features) => spec.Warp switch
    {
        WarpDesign.None => [],
        WarpDesign.Scale => [new ChannelScaleLayer(name, LayerRole.Warp, features)],
        WarpDesign.Linear => [new LinearLayer(name, LayerRole.Warp, features, features, identity: Identity)],
        WarpDesign.FeedForward =>
        [
            new LinearLayer(name + ".in", LayerRole.Warp, features, features), new ReluLayer(),
            new LinearLayer(name + ".out", LayerRole.Warp, features, features),
        ],
        WarpDesign.Residual =>
        [
            new ResidualLayer(
            [
                new LinearLayer(name + ".in", LayerRole.Warp, features, features), new ReluLayer(),
                new LinearLayer(name + ".out", LayerRole.Warp, features, features, zero: Identity),
            ]),
        ],
        _ => throw Unfit(),
    };

    private LayerRole Role(string name) => _warped.Contains(name) ? LayerRole.Warp : LayerRole.Adapt;

    private ConvolutionLayer Warp(string name, int channels, int kernel = 3) =>
        new(name, LayerRole.Warp, channels, channels, kernel, padding: kernel / 2, identity: Identity);

    private Layer WarpNorm(string name, int channels) => Normalization(name, LayerRole.Warp, channels);

    private Layer Normalization(string name, LayerRole role, int channels) => spec.Normalization switch
    {
        Contracts.Specs.Normalization.Group => new GroupNormLayer(name, role, channels, Groups(channels)),
        Contracts.Specs.Normalization.Layer => new GroupNormLayer(name, role, channels, 1),
        _ => new BatchNormLayer(name, role, channels),
    };

    private ArgumentException Unfit() => new($"The warp design {spec.Warp} does not fit the architecture {spec.Architecture}.");

    /// <summary>The largest divisor of the channels up to eight.</summary>
    // A group of few channels has little left to tell once it is normalised, at the last 1×1 map nothing at all.
    private static int Groups(int channels) =>
        Enumerable.Range(1, NormGroups).Last(groups => groups == 1 || (channels % groups == 0 && channels / groups >= FewestChannels));
}
