using WarpGrad.Engine.Networks;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>Builds the engine's layers from a file's description of a network, and notes what the tolerances depend on.</summary>
/// <param name="weights">The file's weights: they tell whether a convolution has a bias.</param>
internal sealed class LayerReader(JsonPart weights)
{
    private const double BatchNormMomentum = 0.1;

    /// <summary>Whether any layer is a convolution.</summary>
    public bool HasConvolution { get; private set; }

    /// <summary>Whether any layer has a shortcut around it.</summary>
    public bool HasResidual { get; private set; }

    /// <summary>Builds a list of layers.</summary>
    /// <param name="list">The list.</param>
    public IReadOnlyList<Layer> Build(JsonPart list) => [.. list.Items.Select(BuildOne)];

    private Layer BuildOne(JsonPart layer)
    {
        var kind = layer["kind"].Text;
        switch (kind)
        {
            case "linear":
                return new LinearLayer(Name(layer), Role(layer), layer["in"].Whole, layer["out"].Whole);
            case "conv2d":
                HasConvolution = true;
                Require(layer, "stride", 1);
                return new ConvolutionLayer(
                    Name(layer), Role(layer), layer["in"].Whole, layer["out"].Whole, layer["kernel"].Whole, layer["padding"].Whole,
                    bias: weights.Find($"{Name(layer)}.bias") is not null);
            case "batchnorm2d":
                Require(layer, "momentum", BatchNormMomentum);
                return new BatchNormLayer(Name(layer), Role(layer), layer["features"].Whole, layer.Find("eps")?.Number ?? 1e-5);
            case "maxpool2d":
                Require(layer, "kernel", 2);
                Require(layer, "stride", 2);
                return new MaxPoolLayer();
            case "relu":
                return new ReluLayer();
            case "tanh":
                return new TanhLayer();
            case "flatten":
                return new FlattenLayer();
            case "residual":
                HasResidual = true;
                return new ResidualLayer(Build(layer["body"]));
            default:
                throw layer["kind"].Wrong(
                    $"'{kind}' is no known kind of layer; there are linear, conv2d, batchnorm2d, maxpool2d, relu, tanh, flatten and residual");
        }
    }

    private static string Name(JsonPart layer) => layer["name"].Text;

    private static LayerRole Role(JsonPart layer) => layer["role"].Text switch
    {
        "adapt" => LayerRole.Adapt,
        "warp" => LayerRole.Warp,
        var role => throw layer["role"].Wrong($"is '{role}'; a role is adapt or warp"),
    };

    private static void Require(JsonPart layer, string name, double value)
    {
        if (layer.Find(name) is { } given && given.Number != value)
            throw given.Wrong($"is {given.Number}; the format has {value} here");
    }
}
