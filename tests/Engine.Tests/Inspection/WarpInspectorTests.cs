using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Inspection;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Serving;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Inspection;

/// <summary>What is said of warps whose effect is known, and of models of every family.</summary>
public sealed class WarpInspectorTests
{
    public static TheoryData<Architecture, WarpDesign, Normalization> Identities { get; } = new()
    {
        { Architecture.Conv4, WarpDesign.Scale, Normalization.Transductive },
        { Architecture.Conv4, WarpDesign.Conv3x3, Normalization.Layer },
        { Architecture.ResNet12, WarpDesign.Conv1x1, Normalization.Support },
        { Architecture.Mlp, WarpDesign.Linear, Normalization.Layer },
        { Architecture.Mlp, WarpDesign.Residual, Normalization.Layer },
    };

    [Theory]
    [MemberData(nameof(Identities))]
    public void Warps_that_are_the_identity_move_nothing_stretch_nothing_and_turn_no_gradient(Architecture architecture, WarpDesign design, Normalization normalization)
    {
        var spec = Double(new LearnerSpec { Architecture = architecture, Filters = 4, Warp = design, WarpStart = WarpStart.Identity, Normalization = normalization });

        var inspection = Inspect(spec, phi => { });

        Assert.Equal(WarpInspector.HeldOutTasks, inspection.Tasks);
        Assert.NotEmpty(inspection.Warps);
        Assert.All(inspection.Warps, warp =>
        {
            Assert.Equal(0, warp.Distance);
            Assert.True(warp.WeightDistance is 0 || design == WarpDesign.Residual);
            Assert.Equal(1, warp.Jacobian!.Largest, 4);
            Assert.Equal(1, warp.Jacobian.Smallest, 4);
            Assert.Equal(1, warp.Jacobian.Condition!.Value, 4);
            Assert.Equal(1, warp.Jacobian.Kept);
        });
        // Where no gradient arrives there is no direction.
        Assert.All(inspection.Layers, layer => Assert.True(layer.Alignment is null or > 0.9999, $"{layer.Name}: {layer.Alignment}"));
        Assert.Contains(inspection.Layers, layer => layer.Alignment is not null);
        Assert.Equal(1, inspection.Layers.Sum(layer => layer.Share!.Value), 3);
    }

    [Fact]
    public void A_diagonal_warp_has_its_factors_as_singular_values_and_the_distance_that_follows()
    {
        var spec = Double(new LearnerSpec { Architecture = Architecture.Mlp, Filters = 4, Warp = WarpDesign.Scale, WarpStart = WarpStart.Identity, HiddenLayers = 1 });
        double[] factors = [2, 0.5, 1, 4];

        var inspection = Inspect(spec, phi => phi["warp1.weight"].copy_(torch.tensor(factors)));

        var warp = Assert.Single(inspection.Warps);
        Assert.Equal([4], warp.Shape);
        Assert.Equal([0.5, 1, 2, 4], warp.Jacobian!.Spectrum.Select(point => point.Value));
        Assert.Equal(8, warp.Jacobian.Condition);
        Assert.True(warp.Jacobian.Exact);
        Assert.Equal(Math.Sqrt((1 + 0.25 + 0 + 9) / 4), warp.WeightDistance!.Value, 4);
        Assert.InRange(warp.Distance!.Value, 0.01, 3);
        // Behind the warp stands the head alone, whose own gradient is stretched by factors above zero; before it, gradients turn.
        Assert.Contains(inspection.Layers, layer => layer.Alignment < 0.9999);
    }

    [Fact]
    public void A_warp_that_turns_the_sign_of_all_activations_turns_the_gradients_of_the_layer_before_it_around()
    {
        // A curve's output is linear in the activations of the last hidden layer. At θ = 0 the outputs are 0 with the warp and without.
        var spec = FamilySamples.Specs[TaskFamily.Sinusoids] with
        {
            Learner = new LearnerSpec { Architecture = Architecture.Mlp, Filters = 4, HiddenLayers = 1, Warp = WarpDesign.Scale, Activation = Activation.Tanh },
            InnerLoop = new InnerLoopSpec { Steps = 1, LearningRate = 0.01 },
            Precision = Precision.Float64,
        };

        var inspection = Inspect(spec, phi => phi["warp1.weight"].neg_(), theta =>
        {
            theta["linear1.bias"].zero_();
            theta["output.bias"].zero_();
            theta["output.weight"].copy_(theta["output.weight"].Times(1e-6));
        });

        Assert.Equal(-1, inspection.Layers.Single(layer => layer.Name == "linear1").Alignment!.Value, 3);
        Assert.Equal(1, inspection.Warps[0].Jacobian!.Condition);
        Assert.Equal(2, inspection.Warps[0].Distance);
    }

    [Theory]
    [MemberData(nameof(FamilySamples.All), MemberType = typeof(FamilySamples))]
    public void The_model_of_a_finished_run_of_every_family_says_what_its_warps_did(TaskFamily family)
    {
        using var model = ServedModels.Train(FamilySamples.Specs[family], FamilySamples.Data(family));

        var inspection = model.Inspection!;

        Assert.Equal(InspectionSource.Training, inspection.Source);
        Assert.Equal(family == TaskFamily.Maze, inspection.Warps.Count == 0);
        Assert.Equal(family == TaskFamily.Maze, inspection.Notes.Any(note => note.Contains("LSTM", StringComparison.Ordinal)));
        Assert.All(inspection.Warps, warp => Assert.True(warp is { Distance: > 0, Jacobian: { Largest: > 0, Kept: > 0 } }));
        Assert.All(inspection.Layers, layer => Assert.InRange(layer.Alignment ?? 0, -1, 1));
        Assert.Equal(family != TaskFamily.Maze, inspection.Layers.Any(layer => layer.Alignment is not null));
        Assert.Equal(1, inspection.Layers.Sum(layer => layer.Share!.Value), 3);
        if (family == TaskFamily.Surfaces)
            // J·Jᵀ is never negative: to first order warped descent goes down as well.
            Assert.InRange(inspection.Layers[0].Alignment!.Value, 0, 1);
        if (!family.NeedsDataset())
            Assert.Equivalent(inspection with { Source = InspectionSource.Drawn }, WarpInspector.OfDrawnTasks(model));
    }

    [Fact]
    public void Figures_follow_from_a_callers_images_alone()
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(Samples.Spec, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);

        var inspection = WarpInspector.OfExamples(model, support, labels, 3);

        Assert.Equal(InspectionSource.Examples, inspection.Source);
        Assert.Equal(["warp1", "warp2", "warp3", "warp4"], inspection.Warps.Select(warp => warp.Name));
        Assert.Equal([4, 8, 8], inspection.Warps[0].Shape);
        Assert.Equivalent(inspection, WarpInspector.OfExamples(model, support, labels, 3));
        Assert.Throws<ArgumentException>(() => WarpInspector.OfDrawnTasks(model));
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("{}")]
    [InlineData("""{"source":"training","tasks":1,"steps":1,"warps":[null],"layers":[],"notes":[]}""")]
    public void Figures_that_are_none_do_no_harm(string json)
    {
        var file = ModelFile.Of(Samples.Spec);
        file.Metadata["warpInspection"] = json;
        using var model = WarpModel.Read(file.Write());

        Assert.Null(model.Inspection);
    }

    private static RunSpec Double(LearnerSpec learner) => Samples.Spec with
    {
        Learner = learner,
        Precision = Precision.Float64,
        InnerLoop = new InnerLoopSpec { Steps = 3 },
    };

    private static WarpInspection Inspect(RunSpec spec, Action<ParameterSet> warp, Action<ParameterSet>? start = null)
    {
        Assert.Empty(SpecValidator.Validate(spec));
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var learner = TaskDistributions.LearnerOf(spec, Samples.Image);
        var parameters = new MetaParameters(
            learner.Draw(LayerRole.Warp, 1, torch.ScalarType.Float64), learner.Draw(LayerRole.Adapt, 1, torch.ScalarType.Float64), ParameterSet.Empty);
        using (torch.no_grad())
        {
            warp(parameters.Phi);
            start?.Invoke(parameters.Initialization);
        }

        return WarpInspector.OfHeldOut(
            spec, FamilySamples.Data(spec.Task.Family), parameters, torch.ScalarType.Float64, 1, InspectionSource.Drawn, CancellationToken.None);
    }
}
