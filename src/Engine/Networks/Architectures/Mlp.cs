using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Networks.Architectures;

/// <summary>Fully connected hidden layers, a warp-layer after each.</summary>
internal static class Mlp
{
    public static Backbone Build(LayerFactory factory, long inputs)
    {
        var (width, layers) = (factory.Spec.Filters, new List<Layer> { new FlattenLayer() });
        for (var i = 1; i <= factory.Spec.HiddenLayers; i++)
        {
            layers.Add(factory.Linear($"linear{i}", i == 1 ? inputs : width, width));
            layers.Add(factory.Spec.Activation == Activation.Relu ? new ReluLayer() : new TanhLayer());
            layers.AddRange(factory.VectorWarp(i, width));
        }

        return new Backbone(new Network(layers), width);
    }
}
