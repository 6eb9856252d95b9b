using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Meta;

public sealed class LeapObjectiveTests
{
    [Fact]
    public void Gradient_WithoutNormalisation_TelescopesToTheWholeWay()
    {
        using var scope = torch.NewDisposeScope();
        using var trajectory = Way();
        var leap = new LeapObjective(withLoss: false, normalize: false).Gradient(trajectory);
        var way = trajectory.Points[0].Zip(trajectory.Points[^1], (from, to) => from.sub(to));
        Assert.True(Bits.LargestDifference(leap, way) < 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradient_IsNotTheDirectionOfReptile(bool withLoss)
    {
        using var scope = torch.NewDisposeScope();
        using var trajectory = Way();
        var leap = new LeapObjective(withLoss).Gradient(trajectory);
        var way = trajectory.Points[0].Zip(trajectory.Points[^1], (from, to) => from.sub(to));
        Assert.True(Cosine(leap, way) < 0.9999);
    }

    [Fact]
    public void Gradient_IsFinite_WhenNothingMoves()
    {
        using var scope = torch.NewDisposeScope();
        using var trajectory = Way(rate: 0);
        foreach (var withLoss in new[] { true, false })
            Assert.All(new LeapObjective(withLoss).Gradient(trajectory).Tensors, tensor => Assert.Equal(0, tensor.abs().max().item<double>()));
    }

    private static Trajectory Way(double rate = 0.5)
    {
        var learner = Learner.Create(Samples.Spec, Samples.Image);
        var losses = new FewShotLosses(learner, Samples.Tensors(Samples.Spec));
        var theta = learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), 3);
        var phi = learner.Draw(LayerRole.Warp, 1, ScalarType.Float64);
        var trajectory = Trajectory.Adapt(losses, theta, phi, 4, new InnerSgd(rate), keepGradients: true);
        trajectory.MeasureEnd(losses, phi);
        return trajectory;
    }

    private static double Cosine(ParameterSet a, ParameterSet b)
    {
        double Dot(ParameterSet x, ParameterSet y) => x.Tensors.Zip(y.Tensors, (s, t) => s.mul(t).sum().item<double>()).Sum();
        return Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
    }
}
