using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Meta;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Gradients through the whole adaptation with respect to θ₀, φ and ψ against differences (MAML, ANIL, Meta-SGD, T-Nets).</summary>
public sealed class UnrolledGradientTests
{
    private const int Steps = 2;

    public static TheoryData<string, string> LayersAndSteps => WarpGradientTests.LayersAndSteps;

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void Second_order_is_differentiated_through_every_step(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var (task, kind) = (new NetworkTask(layers), InnerStepKind.Of(step));
        var (theta, phi) = (task.Draw(LayerRole.Adapt), task.Draw(LayerRole.Warp));
        var rates = kind.DrawRates(theta);

        var gradient = new UnrolledObjective(new InnerLoop(kind.Optimizer, Steps), secondOrder: true)
            .Run(task, theta, phi, rates, throughWarp: true, throughRates: true);

        double Value(ParameterSet start, ParameterSet warp, ParameterSet learned) => Final(task, kind, start, warp, learned, null).Loss;
        Assert.Equal(Value(theta, phi, rates), gradient.Loss, 1e-12);
        FiniteDifferences.AssertMatches(changed => Value(changed, phi, rates), theta, gradient.Start);
        FiniteDifferences.AssertMatches(changed => Value(theta, changed, rates), phi, gradient.Phi);
        FiniteDifferences.AssertMatches(changed => Value(theta, phi, changed), rates, gradient.Rates);
        gradient.End.Dispose();
    }

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void First_order_holds_every_inner_gradient_constant(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var (task, kind) = (new NetworkTask(layers), InnerStepKind.Of(step));
        var (theta, phi) = (task.Draw(LayerRole.Adapt), task.Draw(LayerRole.Warp));
        var rates = kind.DrawRates(theta);
        var held = Final(task, kind, theta, phi, rates, null).Gradients;

        var gradient = new UnrolledObjective(new InnerLoop(kind.Optimizer, Steps), secondOrder: false)
            .Run(task, theta, phi, rates, throughWarp: true, throughRates: true);

        double Value(ParameterSet start, ParameterSet warp, ParameterSet learned) => Final(task, kind, start, warp, learned, held).Loss;
        Assert.Equal(Value(theta, phi, rates), gradient.Loss, 1e-12);
        FiniteDifferences.AssertMatches(changed => Value(changed, phi, rates), theta, gradient.Start);
        FiniteDifferences.AssertMatches(changed => Value(theta, changed, rates), phi, gradient.Phi);
        FiniteDifferences.AssertMatches(changed => Value(theta, phi, changed), rates, gradient.Rates);
        gradient.End.Dispose();
    }

    /// <summary>The loss after adaptation by the textbook, under its own inner gradients or under given ones.</summary>
    private static (double Loss, IReadOnlyList<ParameterSet> Gradients) Final(
        NetworkTask task, InnerStepKind kind, ParameterSet start, ParameterSet phi, ParameterSet rates, IReadOnlyList<ParameterSet>? held)
    {
        var (theta, state) = (start, kind.Optimizer.Start(start));
        var gradients = new List<ParameterSet>();
        for (var step = 0; step < Steps; step++)
        {
            gradients.Add(held?[step] ?? kind.Gradient(point => task.TaskLoss(step, point, phi), theta));
            (theta, state) = kind.Step(theta, gradients[^1], state, rates);
        }

        return (task.FinalLoss(theta, phi).Number(), gradients);
    }
}
