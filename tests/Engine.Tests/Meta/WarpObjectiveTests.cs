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
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Tests.Meta;

public sealed class WarpObjectiveTests
{
    private const double Rate = 0.3;

    /// <summary>Warp-layers of every kind between task layers of every kind.</summary>
    public static TheoryData<string> Networks => ["linear", "convolution", "batch normalisation", "group normalisation", "layer normalisation", "residual"];

    public static TheoryData<Normalization, HeadKind> Learners
    {
        get
        {
            var data = new TheoryData<Normalization, HeadKind>();
            foreach (var normalization in Enum.GetValues<Normalization>())
            {
                foreach (var head in Enum.GetValues<HeadKind>())
                    data.Add(normalization, head);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Exact_MatchesFiniteDifferences_OnEveryLayerKind(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var losses = new NetworkLosses(Build(kind));
        var (theta, phi) = (losses.Draw(LayerRole.Adapt), losses.Draw(LayerRole.Warp));
        var (gradient, _, value, _) = Gradient(WarpObjective.Exact, losses, theta, phi);
        Assert.Equal(LookAhead(losses, theta, phi), value, 1e-12);
        FiniteDifferences.AssertMatches(changed => LookAhead(losses, theta, changed), phi, gradient);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Exact_MatchesFiniteDifferences_OnEveryHeadAndNormalisation(Normalization normalization, HeadKind head)
    {
        using var scope = torch.NewDisposeScope();
        var spec = Samples.Spec with { Learner = Samples.Spec.Learner with { Normalization = normalization, Head = head } };
        var (losses, theta, phi) = LearnerLosses(spec);
        var gradient = Gradient(WarpObjective.Exact, losses, theta, phi).Phi;
        FiniteDifferences.AssertMatches(changed => LookAhead(losses, theta, changed), phi, gradient);
    }

    [Fact]
    public void FirstOrder_IsTheGradientWithTheStepHeldConstant()
    {
        using var scope = torch.NewDisposeScope();
        var (losses, theta, phi) = LearnerLosses(Samples.Spec);
        var ahead = Step(losses, theta, phi);
        var gradient = Gradient(WarpObjective.FirstOrder, losses, theta, phi).Phi;
        FiniteDifferences.AssertMatches(changed => losses.MetaLoss(0, ahead, changed).item<double>(), phi, gradient);
    }

    [Fact]
    public void Exact_DiffersFromFirstOrder()
    {
        using var scope = torch.NewDisposeScope();
        var (losses, theta, phi) = LearnerLosses(Samples.Spec);
        var exact = Gradient(WarpObjective.Exact, losses, theta, phi).Phi;
        var first = Gradient(WarpObjective.FirstOrder, losses, theta, phi).Phi;
        Assert.True(Bits.LargestDifference(exact, first) > 1e-3);
    }

    [Fact]
    public void FirstOrder_WithTheStoredStep_EqualsTheRecomputedOneToTheBit()
    {
        using var scope = torch.NewDisposeScope();
        var (losses, theta, phi) = LearnerLosses(Samples.Spec);
        var ahead = Step(losses, theta, phi);
        var point = new PathPoint(0, theta, OptimizerState.None);
        var stored = WarpObjective.FirstOrder.Gradient(losses, point, phi, ParameterSet.Empty, InnerOptimizer.Sgd(Rate), ahead);
        var recomputed = Gradient(WarpObjective.FirstOrder, losses, theta, phi);
        Assert.Equal(Bits.Of(recomputed.Phi), Bits.Of(stored.Phi));
    }

    [Theory]
    [InlineData(WarpObjectiveKind.Exact)]
    [InlineData(WarpObjectiveKind.FirstOrder)]
    public void Gradient_LeavesParametersUntouched(WarpObjectiveKind kind)
    {
        using var scope = torch.NewDisposeScope();
        var (losses, theta, phi) = LearnerLosses(Samples.Spec);
        var before = (Bits.Of(theta), Bits.Of(phi));
        Gradient(WarpObjective.Of(kind)!, losses, theta, phi);
        Assert.Equal(before.Item1, Bits.Of(theta));
        Assert.Equal(before.Item2, Bits.Of(phi));
    }

    private static (FewShotLosses, ParameterSet Theta, ParameterSet Phi) LearnerLosses(RunSpec spec)
    {
        var learner = Learner.Create(spec, Samples.Image);
        var theta = learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), spec.Task.Ways);
        return (new FewShotLosses(learner, Samples.Tensors(spec)), theta, learner.Draw(LayerRole.Warp, 1, ScalarType.Float64));
    }

    private static double LookAhead(ITaskLosses losses, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        return losses.MetaLoss(0, Step(losses, theta, phi), phi).item<double>();
    }

    private static ParameterSet Step(ITaskLosses losses, ParameterSet theta, ParameterSet phi) =>
        InnerOptimizer.Sgd(Rate).Take(losses, 0, theta, phi, OptimizerState.None, ParameterSet.Empty).Next;

    private static WarpGradient Gradient(WarpObjective objective, ITaskLosses losses, ParameterSet theta, ParameterSet phi) =>
        objective.Gradient(losses, new PathPoint(0, theta, OptimizerState.None), phi, ParameterSet.Empty, InnerOptimizer.Sgd(Rate));

    private static Layer[] Build(string kind) => kind switch
    {
        "linear" => [new FlattenLayer(), Linear(64, 5), new TanhLayer(), new LinearLayer("warp", LayerRole.Warp, 5, 5), Head(5)],
        "convolution" => [Convolution(), new TanhLayer(), Warp(), new MaxPoolLayer(), new FlattenLayer(), Head(32)],
        "batch normalisation" => [Convolution(), new BatchNormLayer("norm", LayerRole.Adapt, 2), new ReluLayer(), Warp(), new BatchNormLayer("warp norm", LayerRole.Warp, 2), new FlattenLayer(), Head(128)],
        "group normalisation" => [Convolution(), new GroupNormLayer("norm", LayerRole.Adapt, 2, 2), new ReluLayer(), Warp(), new GroupNormLayer("warp norm", LayerRole.Warp, 2, 2), new FlattenLayer(), Head(128)],
        "layer normalisation" => [Convolution(), new GroupNormLayer("norm", LayerRole.Adapt, 2, 1), new ReluLayer(), Warp(), new GroupNormLayer("warp norm", LayerRole.Warp, 2, 1), new FlattenLayer(), Head(128)],
        _ => [Convolution(), new ResidualLayer([new BatchNormLayer("warp norm", LayerRole.Warp, 2), Warp()]), new ReluLayer(), new FlattenLayer(), Head(128)],
    };

    private static LinearLayer Linear(long inputs, long outputs) => new("linear", LayerRole.Adapt, inputs, outputs);

    private static LinearLayer Head(long inputs) => new("head", LayerRole.Adapt, inputs, 3);

    private static ConvolutionLayer Convolution() => new("conv", LayerRole.Adapt, 1, 2);

    private static ConvolutionLayer Warp() => new("warp", LayerRole.Warp, 2, 2);

    /// <summary>Cross-entropy of a bare network on two random batches of 8×8 images.</summary>
    private sealed class NetworkLosses(Layer[] layers) : ITaskLosses
    {
        private readonly Network _network = new(layers);
        private readonly Tensor _support = Batch(1), _query = Batch(2), _labels = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2 });

        public ParameterSet Draw(LayerRole role)
        {
            var parameters = _network.Parameters.Where(p => p.Role == role).ToArray();
            var random = RandomStream.Derive(4, StreamPurpose.Parameters);
            return new ParameterSet([.. parameters.Select(p => p.Name)], [.. parameters.Select(p => p.Draw(random, ScalarType.Float64))]);
        }

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(_support, theta, phi);

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(_query, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Loss(_query, theta, phi);

        private static Tensor Batch(long seed)
        {
            using var generator = new Generator((ulong)seed, new Device(DeviceType.CPU));
            return torch.randn([6, 1, 8, 8], dtype: ScalarType.Float64, generator: generator);
        }

        private Tensor Loss(Tensor images, ParameterSet theta, ParameterSet phi) =>
            F.cross_entropy(_network.Forward(images, new ForwardPass(theta, phi, BatchStatistics.OfBatch)), _labels);
    }
}
