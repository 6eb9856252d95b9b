using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class NetworkSketchTests
{
    [Fact]
    public void A_convolutional_network_has_a_warp_after_every_block_and_a_head()
    {
        Assert.Equal(
            ["input", "conv1", "warp1", "conv2", "warp2", "conv3", "warp3", "conv4", "warp4", "head"],
            Layers(new RunSpec()).Select(layer => layer.Name));
        Assert.All(Layers(new RunSpec()), layer => Assert.Equal(layer.Name.StartsWith("warp", StringComparison.Ordinal), layer.Part == LayerPart.Warp));
    }

    [Fact]
    public void Without_warp_layers_there_are_none()
    {
        var spec = new RunSpec();
        Assert.DoesNotContain(Layers(spec with { Learner = spec.Learner with { Warp = WarpDesign.None } }), layer => layer.Part == LayerPart.Warp);
    }

    [Fact]
    public void A_layer_turned_into_a_warp_is_drawn_as_one_by_itself()
    {
        var spec = new RunSpec();
        var layers = Layers(spec with { Learner = spec.Learner with { Warp = WarpDesign.None, WarpedLayers = "norm2, conv3" } });

        Assert.Equal(LayerPart.Task, layers.Single(layer => layer.Name == "conv2").Part);
        Assert.Equal(LayerPart.Warp, layers.Single(layer => layer.Name == "norm2").Part);
        Assert.Equal(LayerPart.Warp, layers.Single(layer => layer.Name == "conv3").Part);
    }

    [Fact]
    public void Where_the_head_alone_adapts_the_layers_below_are_kept()
    {
        var spec = new RunSpec();
        var layers = Layers(spec with { InnerLoop = spec.InnerLoop with { Adapts = AdaptedPart.Head } });

        Assert.Equal(LayerPart.Kept, layers.Single(layer => layer.Name == "conv1").Part);
        Assert.Equal(LayerPart.Task, layers.Single(layer => layer.Name == "head").Part);
    }

    [Fact]
    public void Images_halve_from_block_to_block_and_residual_blocks_double_their_filters()
    {
        var spec = new RunSpec();
        var blocks = NetworkSketch.Of(spec with { Learner = spec.Learner with { Architecture = Architecture.ResNet12, Filters = 16 } }, (84, 84));

        Assert.Equal("84 × 84", blocks[0].Layers[0].Size);
        Assert.Equal(["16 × 42×42", "32 × 21×21", "64 × 10×10", "128 × 5×5"], blocks.Skip(1).SkipLast(1).Select(block => block.Layers[0].Size));
    }

    [Fact]
    public void A_fixed_head_tells_its_classes_and_its_warp_follows()
    {
        var spec = new RunSpec();
        var layers = Layers(spec with { Task = spec.Task with { Ways = 7 }, Learner = spec.Learner with { Head = HeadKind.Fixed, WarpHead = true } });

        Assert.Equal(("head", "7 classes", LayerPart.Task), (layers[^2].Name, layers[^2].Size, layers[^2].Part));
        Assert.Equal(("warp head", LayerPart.Warp), (layers[^1].Name, layers[^1].Part));
    }

    [Fact]
    public void A_deep_network_is_folded_where_its_layers_are_alike()
    {
        var spec = new RunSpec { Task = new TaskSpec { Family = TaskFamily.Sinusoids }, Learner = new LearnerSpec { Architecture = Architecture.Mlp, HiddenLayers = 20, Warp = WarpDesign.Linear } };

        Assert.Equal([1, 1, 18, 1, 1], NetworkSketch.Of(spec).Select(block => block.Times));
        Assert.Equal(22, NetworkSketch.Of(spec with { Learner = spec.Learner with { WarpedLayers = "linear9" } }).Count);
    }

    [Theory]
    [InlineData(TaskFamily.Maze, "cell", "lstm")]
    [InlineData(TaskFamily.Surfaces, "point", "warp")]
    public void Agents_and_points_have_a_part_that_adapts_and_one_that_warps(TaskFamily family, string adapts, string warps)
    {
        Assert.True(SpecJson.TryRead(FamilyBases.Of(family), out _) is { } spec && Layers(spec) is { } layers
            && layers.Any(layer => layer.Name == adapts && layer.Part == LayerPart.Task) && layers.Any(layer => layer.Name == warps && layer.Part == LayerPart.Warp));
    }

    private static List<SketchLayer> Layers(RunSpec spec) => [.. NetworkSketch.Of(spec).SelectMany(block => block.Layers)];
}
