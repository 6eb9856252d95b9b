using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Meta;

public sealed class PathObjectiveTests
{
    [Fact]
    public void Leap_WithoutNormalisation_TelescopesToTheWholeWay()
    {
        using var scope = torch.NewDisposeScope();
        var (leap, way) = Gradient(start => new LeapPath(start, new LeapForm(WithLoss: false, Normalize: false)));
        Assert.True(Bits.LargestDifference(leap, way) < 1e-12);
    }

    [Fact]
    public void Reptile_IsTheWholeWay()
    {
        using var scope = torch.NewDisposeScope();
        var (reptile, way) = Gradient(start => new ReptilePath(start));
        Assert.True(Bits.LargestDifference(reptile, way) < 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leap_IsNotTheDirectionOfReptile(bool withLoss)
    {
        using var scope = torch.NewDisposeScope();
        var (leap, way) = Gradient(start => new LeapPath(start, new LeapForm(withLoss)));
        Assert.True(Cosine(leap, way) < 0.9999);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leap_IsFinite_WhenNothingMoves(bool withLoss)
    {
        using var scope = torch.NewDisposeScope();
        var (leap, _) = Gradient(start => new LeapPath(start, new LeapForm(withLoss)), rate: 0);
        Assert.All(leap.Tensors, tensor => Assert.Equal(0, tensor.abs().max().item<double>()));
    }

    [Fact]
    public void Take_GivesThePartsThatAddUpToTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        var (whole, _) = Gradient(start => new LeapPath(start, LeapForm.Authors));
        ParameterSet? parts = null;
        Gradient(
            start => new LeapPath(start, LeapForm.Authors),
            afterStep: path => parts = (parts is null ? path.Take() : parts.Zip(path.Take(), (a, b) => a.Plus(b))).DetachFromScope());
        Assert.True(Bits.LargestDifference(whole, parts!) < 1e-12);
    }

    private static (ParameterSet Gradient, ParameterSet Way) Gradient(
        Func<ParameterSet, PathObjective> begin, double rate = 0.5, Action<PathObjective>? afterStep = null)
    {
        var learner = ImageLearner.Create(Samples.Spec, Samples.Image);
        var losses = new ImageTask(learner, Samples.Tensors(Samples.Spec));
        var theta = learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), 3);
        var phi = learner.Draw(LayerRole.Warp, 1, ScalarType.Float64);
        using var path = begin(theta);
        void Visit(PathStep step)
        {
            path.Visit(step);
            afterStep?.Invoke(path);
        }

        using var end = new InnerLoop(InnerOptimizer.Sgd(rate), 4).Run(losses, theta.Clone(), phi, ParameterSet.Empty, Visit);
        path.Finish(losses.TaskLoss(4, end.Theta, phi).item<double>());
        return (path.Take(), theta.Zip(end.Theta, (from, to) => from.Minus(to)));
    }

    private static double Cosine(ParameterSet a, ParameterSet b)
    {
        double Dot(ParameterSet x, ParameterSet y) => x.Tensors.Zip(y.Tensors, (s, t) => s.mul(t).sum().item<double>()).Sum();
        return Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
    }
}
