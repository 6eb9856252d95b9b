using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Architectures;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Networks;

public sealed class ArchitectureTests
{
    private static readonly ImageShape Image = new(3, 32, 32);

    public static TheoryData<Architecture, WarpDesign> Designs
    {
        get
        {
            var data = new TheoryData<Architecture, WarpDesign>();
            foreach (var architecture in Enum.GetValues<Architecture>())
            {
                foreach (var warp in Enum.GetValues<WarpDesign>())
                {
                    if (IsValid(new LearnerSpec { Architecture = architecture, Warp = warp, Filters = 16 }))
                        data.Add(architecture, warp);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void Every_design_maps_images_to_the_features_it_promises(Architecture architecture, WarpDesign warp)
    {
        using var scope = torch.NewDisposeScope();
        var spec = new LearnerSpec { Architecture = architecture, Warp = warp, Filters = 16 };
        var (network, features) = Backbone.Build(spec, Image);
        var output = Run(network, spec);
        Assert.Equal([4, features], output.shape);
        Assert.True(output.isfinite().all().item<bool>());
        Assert.Equal(warp == WarpDesign.None, network.Parameters.All(p => p.Role == LayerRole.Adapt));
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void A_design_that_starts_as_the_identity_computes_what_the_plain_network_does(Architecture architecture, WarpDesign warp)
    {
        using var scope = torch.NewDisposeScope();
        var spec = new LearnerSpec { Architecture = architecture, Warp = warp, Filters = 16, WarpStart = WarpStart.Identity };
        if (!IsValid(spec))
            return;
        var plain = Run(Backbone.Build(spec with { Warp = WarpDesign.None }, Image).Network, spec);
        var warped = Run(Backbone.Build(spec, Image).Network, spec);
        Assert.True(plain.Minus(warped).abs().max().item<double>() < 1e-12);
    }

    [Theory]
    [InlineData(Architecture.Conv4)]
    [InlineData(Architecture.ResNet12)]
    [InlineData(Architecture.Mlp)]
    public void Every_layer_may_be_turned_into_a_warp_by_its_name(Architecture architecture)
    {
        var spec = new LearnerSpec { Architecture = architecture, Warp = WarpDesign.None, Filters = 8 };
        foreach (var name in LayerNames.Of(spec))
        {
            var warps = Backbone.Build(spec with { WarpedLayers = name }, Image).Network.Parameters.Where(p => p.Role == LayerRole.Warp).ToArray();
            Assert.NotEmpty(warps);
            Assert.All(warps, p => Assert.StartsWith(name + ".", p.Name, StringComparison.Ordinal));
        }

        var all = Backbone.Build(spec with { WarpedLayers = string.Join(',', LayerNames.Of(spec)) }, Image).Network;
        Assert.All(all.Parameters, p => Assert.Equal(LayerRole.Warp, p.Role));
    }

    [Fact]
    public void Resnet12_has_twelve_convolutions_and_four_shortcuts()
    {
        var network = Backbone.Build(new LearnerSpec { Architecture = Architecture.ResNet12, Warp = WarpDesign.None, Filters = 64 }, Image).Network;
        var weights = network.Parameters.Where(p => p.Shape.Length == 4).ToArray();
        Assert.Equal(12, weights.Count(p => p.Shape[2] == 3));
        Assert.Equal(4, weights.Count(p => p.Shape[2] == 1));
        Assert.Equal([64, 128, 256, 512], weights.Where(p => p.Shape[2] == 1).Select(p => (int)p.Shape[0]));
    }

    private static Tensor Run(Network network, LearnerSpec spec)
    {
        var random = RandomStream.Derive(2, StreamPurpose.Parameters);
        ParameterSet Draw(LayerRole role)
        {
            var chosen = network.Parameters.Where(p => p.Role == role).ToArray();
            return new ParameterSet([.. chosen.Select(p => p.Name)], [.. chosen.Select(p => p.Draw(random, ScalarType.Float64))]);
        }

        // Task parameters first, so that they are the same whatever the warp.
        var (theta, phi) = (Draw(LayerRole.Adapt), Draw(LayerRole.Warp));
        using var generator = new Generator(5, torch.CPU);
        var images = torch.randn([4, Image.Channels, Image.Height, Image.Width], dtype: ScalarType.Float64, generator: generator);
        return network.Forward(images, new ForwardPass(theta, phi, BatchStatistics.OfBatch));
    }

    private static bool IsValid(LearnerSpec learner) =>
        SpecValidator.Validate(new RunSpec { Task = new TaskSpec { Dataset = Guid.Empty }, Learner = learner }).Count == 0;
}
