using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Gradients;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>Adaptation changes neither where it started nor the warp nor the rates, by not a bit, whatever is gathered on its way.</summary>
public sealed class UntouchedTests
{
    private const int Steps = 3;

    public static TheoryData<string> InnerSteps => [.. InnerStepKind.Names];

    [Theory]
    [MemberData(nameof(InnerSteps))]
    public void Adaptation_leaves_start_warp_and_rates_as_they_are(string step)
    {
        using var scope = torch.NewDisposeScope();
        var (task, kind) = (new NetworkTask("residual"), InnerStepKind.Of(step));
        var (theta, phi) = (task.Draw(LayerRole.Adapt), task.Draw(LayerRole.Warp));
        var rates = kind.DrawRates(theta);
        byte[][] Bytes() => [Bits.Of(theta), Bits.Of(phi), Bits.Of(rates)];
        var before = Bytes();
        var loop = new InnerLoop(kind.Optimizer, Steps);

        using var path = new LeapPath(theta, LeapForm.Authors);
        using var end = loop.Run(task, theta.Clone(), phi, rates, path.Visit);
        using var gathered = loop.Run(
            theta.Clone(), point => WarpObjective.Exact.Gradient(task, point, phi, rates, kind.Optimizer, keepStep: true).Step!.Value);
        using var unrolled = new UnrolledObjective(loop, secondOrder: true).Run(task, theta, phi, rates, throughWarp: true, throughRates: true).End;

        Assert.Equal(before, Bytes());
        Assert.True(Bits.LargestDifference(theta, end.Theta) > 1e-6);
        Assert.True(Bits.LargestDifference(end.Theta, gathered.Theta) < 1e-12);
        Assert.True(Bits.LargestDifference(end.Theta, unrolled.Theta) < 1e-12);
    }
}
