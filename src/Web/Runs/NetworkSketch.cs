using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Runs;

/// <summary>What a layer is to learning.</summary>
public enum LayerPart
{
    /// <summary>Has nothing to learn: what goes in, or what the loss is.</summary>
    Plain,

    /// <summary>Moved by adaptation to each task (θ).</summary>
    Task,

    /// <summary>A task layer that adaptation leaves where meta-training put it.</summary>
    Kept,

    /// <summary>A warp: learned across tasks, shapes every step of adaptation (φ).</summary>
    Warp,
}

/// <summary>A layer of the picture.</summary>
/// <param name="Name">Its name, as <see cref="LearnerSpec.WarpedLayers"/> would have it.</param>
/// <param name="Detail">What it does, in a few words.</param>
/// <param name="Part">What it is to learning.</param>
/// <param name="Width">Filters, units or classes; 0 where that means nothing.</param>
/// <param name="Size">The width with what it counts.</param>
public sealed record SketchLayer(string Name, string Detail, LayerPart Part, int Width = 0, string Size = "");

/// <summary>Layers that belong together, first applied first.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Times">How often they follow one another; above 1 where a deep network is drawn folded.</param>
public sealed record SketchBlock(IReadOnlyList<SketchLayer> Layers, int Times = 1);

/// <summary>The network that a spec makes, as a person would draw it. The engine builds the same layers from the same fields.</summary>
public sealed class NetworkSketch
{
    // More blocks than these are drawn as the first, those between folded into one, and the last.
    private const int MostBlocks = 6;

    private readonly RunSpec _spec;
    private readonly (int Height, int Width)? _image;
    private readonly HashSet<string> _warped;

    private NetworkSketch(RunSpec spec, (int Height, int Width)? image)
    {
        (_spec, _image) = (spec, image);
        _warped = [.. LayerNames.Warped(spec.Learner)];
    }

    private LearnerSpec Learner => _spec.Learner;

    private bool OfImages => _spec.Task.Family.NeedsDataset();

    private LayerPart Adapted => OfImages && _spec.InnerLoop.Adapts == AdaptedPart.Head ? LayerPart.Kept : LayerPart.Task;

    /// <summary>The blocks of a network, first applied first.</summary>
    /// <param name="spec">A spec whose learner is in range.</param>
    /// <param name="image">Rows and columns of the images; null where there are none or they are not known.</param>
    public static IReadOnlyList<SketchBlock> Of(RunSpec spec, (int Height, int Width)? image = null)
    {
        var sketch = new NetworkSketch(spec, image);
        return spec.Learner.Architecture switch
        {
            Architecture.Recurrent => sketch.Agent(),
            Architecture.Point => sketch.Point(),
            Architecture.Mlp => [sketch.Input(), .. Fold([.. Enumerable.Range(1, spec.Learner.HiddenLayers).Select(sketch.HiddenLayer)]), .. sketch.Output()],
            Architecture.ResNet12 => [sketch.Input(), .. Enumerable.Range(1, LayerNames.Blocks).Select(sketch.ResidualBlock), .. sketch.Output()],
            _ => [sketch.Input(), .. Enumerable.Range(1, LayerNames.Blocks).Select(sketch.ConvolutionBlock), .. sketch.Output()],
        };
    }

    private static SketchBlock Alone(SketchLayer layer) => new([layer]);

    private static IEnumerable<SketchBlock> Fold(IReadOnlyList<SketchBlock> blocks)
    {
        if (blocks.Count <= MostBlocks)
            return blocks;
        var between = blocks.Skip(1).SkipLast(1).ToList();
        // Only what looks alike may be folded: a layer turned into a warp has to be seen.
        return between.TrueForAll(block => block.Layers.Select(layer => layer.Part).SequenceEqual(between[0].Layers.Select(layer => layer.Part)))
            ? [blocks[0], between[0] with { Times = between.Count }, blocks[^1]]
            : blocks;
    }

    private SketchBlock Input() => Alone(!OfImages
        ? new SketchLayer(RunsTexts.LayerInput, RunsTexts.OneNumber, LayerPart.Plain)
        : new SketchLayer(RunsTexts.LayerInput, Learner.InvertImages ? RunsTexts.AnInvertedImage : RunsTexts.AnImage, LayerPart.Plain, Size: _image is { } image ? $"{image.Width} × {image.Height}" : ""));

    private SketchBlock HiddenLayer(int index)
    {
        var name = $"linear{index}";
        var layer = new SketchLayer(name, RunsTexts.LinearWith.With(Learner.Activation == Activation.Relu ? "ReLU" : "tanh"), Part(name), Learner.Filters, Units(Learner.Filters));
        return new SketchBlock([layer, .. Warp(index, Learner.Filters, Units(Learner.Filters))]);
    }

    private SketchBlock ConvolutionBlock(int index)
    {
        var size = Filters(Learner.Filters, index);
        var poolFirst = Learner.BlockOrder == BlockOrder.PoolFirst;
        string[] first = poolFirst ? [RunsTexts.Convolution3, RunsTexts.Pooling] : [RunsTexts.Convolution3];
        string[] second = poolFirst ? [RunsTexts.Normalisation, "ReLU"] : [RunsTexts.Normalisation, "ReLU", RunsTexts.Pooling];
        return new SketchBlock([.. Together($"conv{index}", $"norm{index}", first, second, Learner.Filters, size), .. Warp(index, Learner.Filters, size)]);
    }

    private SketchBlock ResidualBlock(int index)
    {
        var filters = Learner.Filters << (index - 1);
        var size = Filters(filters, index);
        var names = LayerNames.Of(Learner).Where(name => name.StartsWith($"block{index}.", StringComparison.Ordinal)).ToArray();
        var layers = names.Select(Part).Distinct().Count() == 1
            ? [new SketchLayer($"block{index}", RunsTexts.ResidualBlock.With(LayerNames.ResNetConvolutions), Part(names[0]), filters, size)]
            : names.Chunk(2).SelectMany(pair => Together(pair[0], pair[1], [pair[0].EndsWith("shortcut", StringComparison.Ordinal) ? RunsTexts.ConvolutionBeside : RunsTexts.Convolution3], [RunsTexts.Normalisation], filters, size));
        return new SketchBlock([.. layers, .. Warp(index, filters, size)]);
    }

    // A convolution and its normalisation are one layer to look at, unless only one of them is a warp.
    private IEnumerable<SketchLayer> Together(string first, string second, string[] firstDoes, string[] secondDoes, int width, string size) => Part(first) == Part(second)
        ? [new SketchLayer(first, string.Join(", ", [.. firstDoes, .. secondDoes]), Part(first), width, size)]
        :
        [
            new SketchLayer(first, string.Join(", ", firstDoes), Part(first), width, size),
            new SketchLayer(second, string.Join(", ", secondDoes), Part(second), width, size),
        ];

    private IEnumerable<SketchLayer> Warp(int index, int width, string size) => Learner.Warp == WarpDesign.None
        ? []
        : [new SketchLayer($"warp{index}", WarpDetail(), LayerPart.Warp, width, size)];

    private string WarpDetail()
    {
        var design = (Learner.Warp, Learner.Architecture) switch
        {
            (WarpDesign.Scale, _) => RunsTexts.WarpScale,
            (WarpDesign.Linear, _) => RunsTexts.LinearLayer,
            (WarpDesign.Conv1x1, _) => RunsTexts.Convolution1,
            (WarpDesign.Conv3x3, _) => RunsTexts.Convolution3,
            (WarpDesign.Conv3x3Relu, _) => RunsTexts.Convolution3Relu,
            (WarpDesign.Conv3x3NormRelu, _) => RunsTexts.Convolution3NormRelu,
            (WarpDesign.Residual, Architecture.Mlp) => RunsTexts.TwoLinearShortcut,
            (WarpDesign.Residual, _) => RunsTexts.Convolution3Shortcut,
            (WarpDesign.ResidualTwoLayers, _) => RunsTexts.TwoConvolutionsShortcut,
            (WarpDesign.FeedForward, _) => RunsTexts.TwoLinear,
            (var other, _) => Say.Words(Say.Key(other)),
        };
        return Begun(design);
    }

    private IEnumerable<SketchBlock> Output()
    {
        if (!OfImages)
            return [Alone(new SketchLayer(RunsTexts.LayerOutput, RunsTexts.OneNumberOut, LayerPart.Task, 1, Units(1)))];
        var head = Learner.Head switch
        {
            HeadKind.Fixed => new SketchLayer(RunsTexts.LayerHead, RunsTexts.LinearLayer, LayerPart.Task, _spec.Task.Ways, RunsTexts.ClassesCounted.With(_spec.Task.Ways)),
            HeadKind.Shared => new SketchLayer(RunsTexts.LayerHead, RunsTexts.SharedHead, LayerPart.Task, Size: RunsTexts.AnyClasses),
            _ => new SketchLayer(RunsTexts.LayerHead, RunsTexts.MeansHead, LayerPart.Task, Size: RunsTexts.AnyClasses),
        };
        return Learner is { WarpHead: true, Head: HeadKind.Fixed }
            ? [new SketchBlock([head, new SketchLayer(RunsTexts.LayerWarpHead, RunsTexts.OutputsLinear, LayerPart.Warp, _spec.Task.Ways, RunsTexts.ClassesCounted.With(_spec.Task.Ways))])]
            : [Alone(head)];
    }

    private IReadOnlyList<SketchBlock> Agent() =>
    [
        Alone(new SketchLayer(RunsTexts.LayerInput, RunsTexts.AgentSees, LayerPart.Plain)),
        new SketchBlock(
        [
            .. Learner.Warp == WarpDesign.Lstm ? [new SketchLayer("lstm", RunsTexts.ScalesCell, LayerPart.Warp, Learner.Filters, Units(Learner.Filters))] : Array.Empty<SketchLayer>(),
            new SketchLayer(RunsTexts.LayerCell, RunsTexts.RecurrentCell, LayerPart.Task, Learner.Filters, Units(Learner.Filters)),
        ]),
        Alone(new SketchLayer(RunsTexts.LayerPolicy, RunsTexts.PolicyMeans, LayerPart.Task)),
    ];

    private IReadOnlyList<SketchBlock> Point()
    {
        var design = (Learner.Warp == WarpDesign.Residual ? RunsTexts.PointWarpShortcut : RunsTexts.PointWarp).With(Learner.Filters);
        return
        [
            Alone(new SketchLayer(RunsTexts.LayerPoint, RunsTexts.PointMeans, LayerPart.Task, 2, RunsTexts.TwoNumbers)),
            Alone(new SketchLayer("warp", Begun(design), LayerPart.Warp, Learner.Filters, Units(Learner.Filters))),
            Alone(new SketchLayer(RunsTexts.LayerSurface, RunsTexts.SurfaceMeans, LayerPart.Plain)),
        ];
    }

    private string Begun(string design) => Learner.WarpStart == WarpStart.Identity ? RunsTexts.BeginsAsIdentity.With(design) : design;

    private LayerPart Part(string name) => _warped.Contains(name) ? LayerPart.Warp : Adapted;

    private static string Units(int count) => Say.Count(count, RunsTexts.Unit, RunsTexts.Units);

    // Every block halves the image.
    private string Filters(int count, int block) => _image is { } image
        ? $"{Say.Count(count)} × {image.Width >> block}×{image.Height >> block}"
        : Say.Count(count, RunsTexts.Filter, RunsTexts.Filters);
}
