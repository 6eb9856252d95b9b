using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Networks.Architectures;

/// <summary>
/// Four residual blocks of three convolutions each with leaky ReLU, filters doubling from block to block, then the mean over the
/// image. A warp-layer follows each block. Every block halves the image, so it takes images of 16×16 and larger.
/// </summary>
internal static class ResNet12
{
    private const double Slope = 0.1;

    public static Backbone Build(LayerFactory factory, int channels)
    {
        var layers = new List<Layer>();
        var (inputs, filters) = (channels, factory.Spec.Filters);
        for (var block = 1; block <= LayerNames.Blocks; block++)
        {
            layers.Add(Block(factory, $"block{block}", inputs, filters));
            layers.Add(new LeakyReluLayer(Slope));
            layers.Add(new MaxPoolLayer());
            layers.AddRange(factory.ImageWarp(block, filters));
            (inputs, filters) = (filters, 2 * filters);
        }

        layers.Add(new MeanOverImageLayer());
        return new Backbone(new Network(layers), inputs);
    }

    private static ResidualLayer Block(LayerFactory factory, string name, int inputs, int filters)
    {
        var body = new List<Layer>();
        for (var i = 1; i <= LayerNames.ResNetConvolutions; i++)
        {
            if (i > 1)
                body.Add(new LeakyReluLayer(Slope));
            body.Add(factory.Convolution($"{name}.conv{i}", i == 1 ? inputs : filters, filters));
            body.Add(factory.Normalization($"{name}.norm{i}", filters));
        }

        return new ResidualLayer(body,
        [
            factory.Convolution($"{name}.shortcut", inputs, filters, kernel: 1, padding: 0),
            factory.Normalization($"{name}.shortcutNorm", filters),
        ]);
    }
}
