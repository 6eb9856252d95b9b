using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Networks.Architectures;

/// <summary>
/// Four convolution blocks with a warp-layer after each (paper §4 and App. E). Every block halves the image, so it takes images of
/// 16×16 and larger.
/// </summary>
internal static class Conv4
{
    public static Backbone Build(LayerFactory factory, int channels, int height, int width)
    {
        var spec = factory.Spec;
        var layers = new List<Layer>();
        for (var block = 1; block <= LayerNames.Blocks; block++)
        {
            layers.AddRange(Block(factory, block, block == 1 ? channels : spec.Filters));
            layers.AddRange(factory.ImageWarp(block, spec.Filters));
        }

        layers.Add(new FlattenLayer());
        return new Backbone(new Network(layers), (long)spec.Filters * (height >> LayerNames.Blocks) * (width >> LayerNames.Blocks));
    }

    private static IEnumerable<Layer> Block(LayerFactory factory, int block, int inputs)
    {
        var spec = factory.Spec;
        yield return factory.Convolution($"conv{block}", inputs, spec.Filters);
        if (spec.BlockOrder == BlockOrder.PoolFirst)
            yield return new MaxPoolLayer();
        yield return factory.Normalization($"norm{block}", spec.Filters);
        yield return new ReluLayer();
        if (spec.BlockOrder == BlockOrder.PoolLast)
            yield return new MaxPoolLayer();
    }
}
