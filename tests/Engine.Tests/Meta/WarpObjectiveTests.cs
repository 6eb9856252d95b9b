using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Meta;

public sealed class WarpObjectiveTests
{
    private const double Rate = 0.3;

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

    private static (ImageTask, ParameterSet Theta, ParameterSet Phi) LearnerLosses(RunSpec spec)
    {
        var learner = ImageLearner.Create(spec, Samples.Image);
        var theta = learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), spec.Task.Ways);
        return (new ImageTask(learner, Samples.Tensors(spec)), theta, learner.Draw(LayerRole.Warp, 1, ScalarType.Float64));
    }

    private static ParameterSet Step(ITaskLosses losses, ParameterSet theta, ParameterSet phi) =>
        InnerOptimizer.Sgd(Rate).Take(losses, 0, theta, phi, OptimizerState.None, ParameterSet.Empty).Next;

    private static WarpGradient Gradient(WarpObjective objective, ITaskLosses losses, ParameterSet theta, ParameterSet phi) =>
        objective.Gradient(losses, new PathPoint(0, theta, OptimizerState.None), phi, ParameterSet.Empty, InnerOptimizer.Sgd(Rate));
}
