using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Heads;

/// <summary>One learned vector that starts every class; adaptation tells them apart. Takes any number of classes.</summary>
/// <param name="features">Length of the feature vector.</param>
public sealed class SharedHead(long features) : Head
{
    /// <inheritdoc/>
    public override IEnumerable<(string Name, long[] Shape)> TaskShapes => [(Weight, [1, features]), (Bias, [1])];

    /// <inheritdoc/>
    public override IEnumerable<ParameterInfo> Parameters =>
    [
        new(Weight, LayerRole.Adapt, [1, features], ParameterStart.Uniform(features)),
        new(Bias, LayerRole.Adapt, [1], ParameterStart.Zeros),
    ];

    /// <inheritdoc/>
    public override ParameterSet Start(ParameterSet initialization, int ways) => initialization.With(
        [.. initialization.Names.Zip(initialization.Tensors, (name, tensor) => Owns(name) ? Spread(tensor, ways) : tensor.detach().clone())]);

    /// <inheritdoc/>
    public override ParameterSet ToInitialization(ParameterSet gradient) => gradient.With(
        [.. gradient.Names.Zip(gradient.Tensors, (name, tensor) => Owns(name) ? tensor.sum(0, keepdim: true) : tensor.alias())]);

    /// <inheritdoc/>
    public override (Tensor Weight, Tensor Bias) Classifier(ForwardPass pass, Tensor support, Tensor membership) =>
        (pass[LayerRole.Adapt, Weight], pass[LayerRole.Adapt, Bias]);

    private static Tensor Spread(Tensor tensor, int ways) =>
        tensor.detach().expand([ways, .. tensor.shape.Skip(1)]).clone();
}
