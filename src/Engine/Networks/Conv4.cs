using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Four convolution blocks with a warp-layer after each (paper §4 and App. E), as features for a head. Every block halves the
/// image, so it takes images of 16×16 and larger.
/// </summary>
public static class Conv4
{
    private const int Blocks = 4, NormGroups = 8, FewestChannels = 4;

    /// <summary>Length of the feature vector.</summary>
    /// <param name="spec">The learner.</param>
    /// <param name="height">Image height.</param>
    /// <param name="width">Image width.</param>
    public static long Features(LearnerSpec spec, int height, int width) => (long)spec.Filters * (height >> Blocks) * (width >> Blocks);

    /// <summary>Builds the network [batch, channels, h, w] → [batch, features].</summary>
    /// <param name="spec">The learner.</param>
    /// <param name="channels">Image channels.</param>
    public static Network Build(LearnerSpec spec, int channels)
    {
        var layers = new List<Layer>();
        for (var block = 1; block <= Blocks; block++)
        {
            layers.AddRange(Block(spec, block, block == 1 ? channels : spec.Filters));
            if (spec.Warp == WarpDesign.Conv3x3)
                layers.Add(new ConvolutionLayer($"warp{block}", LayerRole.Warp, spec.Filters, spec.Filters, identity: spec.WarpStart == WarpStart.Identity));
        }

        layers.Add(new FlattenLayer());
        return new Network(layers);
    }

    private static IEnumerable<Layer> Block(LearnerSpec spec, int block, int inputs)
    {
        // Statistics over images and pixels subtract any per-channel constant, so a bias would only cost time there.
        var bias = spec.Normalization is Normalization.Group or Normalization.Layer;
        yield return new ConvolutionLayer($"conv{block}", LayerRole.Adapt, inputs, spec.Filters, bias: bias);
        if (spec.BlockOrder == BlockOrder.PoolFirst)
            yield return new MaxPoolLayer();
        yield return Norm(spec, $"norm{block}");
        yield return new ReluLayer();
        if (spec.BlockOrder == BlockOrder.PoolLast)
            yield return new MaxPoolLayer();
    }

    private static Layer Norm(LearnerSpec spec, string name) => spec.Normalization switch
    {
        Normalization.Transductive or Normalization.Support => new BatchNormLayer(name, LayerRole.Adapt, spec.Filters),
        Normalization.Group => new GroupNormLayer(name, LayerRole.Adapt, spec.Filters, Groups(spec.Filters)),
        Normalization.Layer => new GroupNormLayer(name, LayerRole.Adapt, spec.Filters, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Normalization, "Unknown normalisation."),
    };

    /// <summary>The largest divisor of the channels up to eight.</summary>
    // A group of few channels has little left to tell once it is normalised, at the last 1×1 map nothing at all.
    private static int Groups(int channels) =>
        Enumerable.Range(1, NormGroups).Last(groups => groups == 1 || (channels % groups == 0 && channels / groups >= FewestChannels));
}
