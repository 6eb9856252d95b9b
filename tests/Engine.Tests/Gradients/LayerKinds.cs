using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Small networks for images of one channel and 6×6 pixels that have every kind of layer, where it can have weights in both roles.</summary>
internal static class LayerKinds
{
    public const int Classes = 3;

    private const LayerRole Adapt = LayerRole.Adapt, Warp = LayerRole.Warp;

    private static readonly Dictionary<string, Func<Layer[]>> Networks = new()
    {
        ["linear"] = () => [new FlattenLayer(), Linear(36, 5), new TanhLayer(), new LinearLayer("warp", Warp, 5, 5), Head(5)],
        ["scale of vectors"] = () =>
            [new FlattenLayer(), Linear(36, 4), new ChannelScaleLayer("warp", Warp, 4), new TanhLayer(), new ChannelScaleLayer("scale", Adapt, 4), Head(4)],
        ["scale of images"] = () =>
            [Conv(), new ChannelScaleLayer("warp", Warp, 2), new ReluLayer(), new ChannelScaleLayer("scale", Adapt, 2), new FlattenLayer(), Head(72)],
        ["convolution"] = () => [Conv(), new TanhLayer(), WarpConv(), new FlattenLayer(), Head(72)],
        ["convolution without bias and padding"] = () =>
        [
            new ConvolutionLayer("conv", Adapt, 1, 2, padding: 0, bias: false), new TanhLayer(),
            new ConvolutionLayer("warp", Warp, 2, 2, padding: 0, bias: false), new FlattenLayer(), Head(8),
        ],
        ["batch normalisation"] = () =>
            [Conv(), new BatchNormLayer("norm", Adapt, 2), new ReluLayer(), WarpConv(), new BatchNormLayer("warpNorm", Warp, 2), new FlattenLayer(), Head(72)],
        ["group normalisation"] = () =>
            [Conv(4), new GroupNormLayer("norm", Adapt, 4, 2), new ReluLayer(), WarpConv(4), new GroupNormLayer("warpNorm", Warp, 4, 2), new FlattenLayer(), Head(144)],
        ["layer normalisation"] = () =>
            [Conv(), new GroupNormLayer("norm", Adapt, 2, 1), new ReluLayer(), WarpConv(), new GroupNormLayer("warpNorm", Warp, 2, 1), new FlattenLayer(), Head(72)],
        ["residual"] = () =>
            [Conv(), new ResidualLayer([new BatchNormLayer("warpNorm", Warp, 2), WarpConv(), new ReluLayer()]), new FlattenLayer(), Head(72)],
        ["residual with a layer on the shortcut"] = () =>
        [
            Conv(), new ResidualLayer(
                [new ConvolutionLayer("branch", Adapt, 2, 3), new TanhLayer()],
                [new ConvolutionLayer("warp", Warp, 2, 3, kernel: 1, padding: 0)]),
            new FlattenLayer(), Head(108),
        ],
        ["leaky ReLU"] = () => [Conv(), new LeakyReluLayer(0.1), WarpConv(), new LeakyReluLayer(0.1), new FlattenLayer(), Head(72)],
        ["maximum pooling"] = () => [Conv(), new MaxPoolLayer(), WarpConv(), new MaxPoolLayer(), new FlattenLayer(), Head(2)],
        ["mean over the image"] = () => [Conv(), new TanhLayer(), WarpConv(), new MeanOverImageLayer(), Head(2)],
    };

    public static IReadOnlyCollection<string> Names => Networks.Keys;

    public static Network Build(string name) => new(Networks[name]());

    private static LinearLayer Linear(long inputs, long outputs) => new("linear", Adapt, inputs, outputs);

    private static LinearLayer Head(long inputs) => new("head", Adapt, inputs, Classes);

    private static ConvolutionLayer Conv(long outputs = 2) => new("conv", Adapt, 1, outputs);

    private static ConvolutionLayer WarpConv(long channels = 2) => new("warp", Warp, channels, channels);
}
