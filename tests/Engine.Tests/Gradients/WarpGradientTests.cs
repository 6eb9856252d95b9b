using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Gradients of the warp objectives with respect to φ and ψ against differences, for every inner optimiser and kind of layer.</summary>
public sealed class WarpGradientTests
{
    private const int K = 1;

    public static TheoryData<string, string> LayersAndSteps
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var layers in LayerKinds.Names)
            {
                foreach (var step in InnerStepKind.Names)
                    rows.Add(layers, step);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void The_exact_objective_is_differentiated_through_the_step(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var at = new Point(layers, step);

        var gradient = at.Gradient(WarpObjective.Exact);

        double Value(ParameterSet phi, ParameterSet rates) => at.LossAfterStep(at.InnerGradient(phi), phi, rates);
        Assert.Equal(Value(at.Phi, at.Rates), gradient.Objective, 1e-12);
        FiniteDifferences.AssertMatches(phi => Value(phi, at.Rates), at.Phi, gradient.Phi);
        FiniteDifferences.AssertMatches(rates => Value(at.Phi, rates), at.Rates, gradient.Rates);
    }

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void The_first_order_objective_holds_the_inner_gradient_constant(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var at = new Point(layers, step);
        var held = at.InnerGradient(at.Phi);

        var gradient = at.Gradient(WarpObjective.FirstOrder);

        Assert.Equal(at.LossAfterStep(held, at.Phi, at.Rates), gradient.Objective, 1e-12);
        FiniteDifferences.AssertMatches(phi => at.LossAfterStep(held, phi, at.Rates), at.Phi, gradient.Phi);
        FiniteDifferences.AssertMatches(rates => at.LossAfterStep(held, at.Phi, rates), at.Rates, gradient.Rates);
    }

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void The_objective_without_a_step_is_the_loss_at_the_point(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var at = new Point(layers, step);

        var gradient = at.Gradient(WarpObjective.NoStep);

        FiniteDifferences.AssertMatches(at.LossHere, at.Phi, gradient.Phi);
        Assert.All(gradient.Rates.Tensors, slope => Assert.Equal(0, slope.abs().max().Number()));
    }

    [Theory]
    [MemberData(nameof(LayersAndSteps))]
    public void The_step_it_keeps_is_the_step_of_adaptation(string layers, string step)
    {
        using var scope = torch.NewDisposeScope();
        var at = new Point(layers, step);
        var taken = at.Kind.Optimizer.Take(at.Task, K, at.Theta, at.Phi, at.State, at.Rates);

        foreach (var objective in new[] { WarpObjective.Exact, WarpObjective.FirstOrder })
        {
            var kept = at.Gradient(objective, keepStep: true).Step!.Value;

            // Not to the bit: some backward passes are other kernels when they are to be differentiated again.
            Assert.True(Bits.LargestDifference(taken.Next, kept.Next) < 1e-12);
            Assert.True(Bits.LargestDifference(taken.State.Mean, kept.State.Mean) < 1e-12);
            Assert.Equal(taken.Loss, kept.Loss);
        }
    }

    /// <summary>A point in the middle of a path.</summary>
    private sealed class Point
    {
        public Point(string layers, string step)
        {
            (Task, Kind) = (new NetworkTask(layers), InnerStepKind.Of(step));
            (Theta, Phi) = (Task.Draw(LayerRole.Adapt), Task.Draw(LayerRole.Warp));
            (Rates, State) = (Kind.DrawRates(Theta), Kind.DrawState(Theta));
        }

        public NetworkTask Task { get; }

        public InnerStepKind Kind { get; }

        public ParameterSet Theta { get; }

        public ParameterSet Phi { get; }

        public ParameterSet Rates { get; }

        public Optimization.OptimizerState State { get; }

        public WarpGradient Gradient(WarpObjective objective, bool keepStep = false) =>
            objective.Gradient(Task, new PathPoint(K, Theta, State), Phi, Rates, Kind.Optimizer, keepStep: keepStep);

        public ParameterSet InnerGradient(ParameterSet phi) => Kind.Gradient(theta => Task.TaskLoss(K, theta, phi), Theta);

        public double LossAfterStep(ParameterSet gradient, ParameterSet phi, ParameterSet rates)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            return Task.MetaLoss(K, Kind.Step(Theta, gradient, State, rates).Next, phi).Number();
        }

        public double LossHere(ParameterSet phi)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            return Task.TaskLoss(K, Theta, phi).Number();
        }
    }
}
