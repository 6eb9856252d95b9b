using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Whole learners against differences: every head under every normalisation, every warp design in every architecture.</summary>
public sealed class LearnerGradientTests
{
    private const double Temperature = 3;

    public static TheoryData<HeadKind, bool, Normalization> Heads
    {
        get
        {
            var rows = new TheoryData<HeadKind, bool, Normalization>();
            foreach (var normalization in Enum.GetValues<Normalization>())
            {
                rows.Add(HeadKind.Fixed, true, normalization);
                foreach (var head in Enum.GetValues<HeadKind>())
                    rows.Add(head, false, normalization);
            }

            return rows;
        }
    }

    public static TheoryData<Architecture, WarpDesign, string> Designs
    {
        get
        {
            var rows = new TheoryData<Architecture, WarpDesign, string>
            {
                { Architecture.Conv4, WarpDesign.None, "conv2, norm3" },
                { Architecture.Mlp, WarpDesign.None, "linear2" },
                { Architecture.ResNet12, WarpDesign.None, "block2.shortcut, block1.norm2" },
                { Architecture.ResNet12, WarpDesign.Scale, "" },
                { Architecture.ResNet12, WarpDesign.Conv3x3NormRelu, "" },
            };
            foreach (var design in new[] { WarpDesign.Scale, WarpDesign.Linear, WarpDesign.FeedForward, WarpDesign.Residual })
                rows.Add(Architecture.Mlp, design, "");
            foreach (var design in Enum.GetValues<WarpDesign>().Except([WarpDesign.None, WarpDesign.Linear, WarpDesign.FeedForward, WarpDesign.Lstm]))
                rows.Add(Architecture.Conv4, design, "");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_exact_objective_with_momentum_matches_differences_for_every_head_and_normalisation(HeadKind head, bool warped, Normalization normalization) =>
        AssertExact(Spec(head, warped, normalization));

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_unrolled_objective_matches_differences_for_every_head_and_normalisation(HeadKind head, bool warped, Normalization normalization)
    {
        using var scope = torch.NewDisposeScope();
        var spec = Spec(head, warped, normalization);
        var (learner, losses, start, phi) = Build(spec);
        var loop = new InnerLoop(InnerOptimizer.Sgd(0.2), 2);
        ParameterSet Spread(ParameterSet initialization) => learner.Head.Start(initialization, spec.Task.Ways);

        var gradient = new UnrolledObjective(loop, secondOrder: true).Run(losses, Spread(start), phi, ParameterSet.Empty, throughWarp: true, throughRates: false);

        double Value(ParameterSet initialization, ParameterSet warp)
        {
            using var inside = torch.NewDisposeScope();
            using var end = loop.Run(losses, Spread(initialization), warp, ParameterSet.Empty);
            using var quiet = torch.no_grad();
            return losses.FinalLoss(end.Theta, warp).Number();
        }

        DeepDifferences.AssertMatches(changed => Value(changed, phi), start, learner.Head.ToInitialization(gradient.Start));
        DeepDifferences.AssertMatches(changed => Value(start, changed), phi, gradient.Phi);
        gradient.End.Dispose();
    }

    [Theory]
    [InlineData(HeadKind.Fixed)]
    [InlineData(HeadKind.Shared)]
    [InlineData(HeadKind.Proto)]
    public void The_exact_objective_matches_differences_at_a_support_temperature(HeadKind head) => AssertExact(Soft(Spec(head, false, Normalization.Support)));

    [Fact]
    public void The_support_temperature_softens_the_task_loss_and_nothing_else()
    {
        using var scope = torch.NewDisposeScope();
        var spec = Spec(HeadKind.Fixed, false, Normalization.Group);
        var (_, plain, start, phi) = Build(spec);
        var (learner, soft, _, _) = Build(Soft(spec));
        var theta = learner.Head.Start(start, spec.Task.Ways);

        // Without batch statistics a fixed head divided by the temperature gives the softened logits.
        var divided = theta.Replaced(theta.Where(Engine.Heads.Head.Owns).Map(tensor => tensor.Over(Temperature)));
        Assert.Equal(plain.TaskLoss(0, divided, phi).Number(), soft.TaskLoss(0, theta, phi).Number(), 1e-12);
        Assert.NotEqual(plain.TaskLoss(0, theta, phi).Number(), soft.TaskLoss(0, theta, phi).Number(), 1e-3);
        Assert.Equal(plain.MetaLoss(0, theta, phi).Number(), soft.MetaLoss(0, theta, phi).Number());
        Assert.Equal(plain.FinalLoss(theta, phi).Number(), soft.FinalLoss(theta, phi).Number());
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_exact_objective_matches_differences_for_every_warp_design(Architecture architecture, WarpDesign design, string warpedLayers)
    {
        var spec = Spec(HeadKind.Proto, false, Normalization.Support);
        AssertExact(spec with
        {
            // Statistics of three numbers, as a 1×1 map of three images has them, bend the objective too sharply for differences.
            Task = spec.Task with { Shots = 3 },
            Learner = spec.Learner with { Filters = 3, Architecture = architecture, Warp = design, WarpedLayers = warpedLayers },
        });
    }

    private static RunSpec Soft(RunSpec spec) => spec with { InnerLoop = spec.InnerLoop with { SupportTemperature = Temperature } };

    private static void AssertExact(RunSpec spec)
    {
        using var scope = torch.NewDisposeScope();
        var (learner, losses, start, phi) = Build(spec);
        var theta = learner.Head.Start(start, spec.Task.Ways);
        var kind = InnerStepKind.Of("momentum");
        var state = kind.DrawState(theta);

        var gradient = WarpObjective.Exact.Gradient(losses, new PathPoint(0, theta, state), phi, ParameterSet.Empty, kind.Optimizer);

        double Value(ParameterSet warp)
        {
            using var inside = torch.NewDisposeScope();
            var slopes = kind.Gradient(point => losses.TaskLoss(0, point, warp), theta);
            using var quiet = torch.no_grad();
            return losses.MetaLoss(0, kind.Step(theta, slopes, state, ParameterSet.Empty).Next, warp).Number();
        }

        Assert.NotEmpty(phi.Names);
        DeepDifferences.AssertMatches(Value, phi, gradient.Phi);
    }

    private static RunSpec Spec(HeadKind head, bool warped, Normalization normalization) => Samples.Spec with
    {
        Learner = new LearnerSpec { Filters = 2, Head = head, WarpHead = warped, Normalization = normalization },
    };

    private static (ImageLearner Learner, ImageTask Losses, ParameterSet Start, ParameterSet Phi) Build(RunSpec spec)
    {
        TorchRuntime.ApplyToThread();
        Assert.Empty(SpecValidator.Validate(spec));
        var learner = ImageLearner.Create(spec, Samples.Image);
        return (
            learner, new ImageTask(learner, Samples.Tensors(spec)),
            learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), Shaken(learner.Draw(LayerRole.Warp, 1, ScalarType.Float64)));
    }

    /// <summary>Off the start values: at a bias of exactly zero dead units tie in the pooling after them, which has no derivative there.</summary>
    private static ParameterSet Shaken(ParameterSet phi)
    {
        using var generator = new Generator(7, new Device(DeviceType.CPU));
        return phi.Map(tensor => tensor.Plus(torch.randn(tensor.shape, dtype: ScalarType.Float64, generator: generator), 0.1));
    }
}
