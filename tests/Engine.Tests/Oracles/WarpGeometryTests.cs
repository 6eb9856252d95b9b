using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>
/// Warped descent as descent under a metric (paper §2.3, Eq. 7–9), where the warp is a small explicit map γ = Ω(θ; φ) of two numbers.
/// </summary>
public sealed class WarpGeometryTests
{
    public static TheoryData<double, double> Points => new() { { 0.3, -0.4 }, { -1.2, 0.7 }, { 0.9, 1.1 }, { -0.2, -1.5 }, { 2.0, 0.1 } };

    [Theory]
    [MemberData(nameof(Points))]
    public void Halving_the_rate_shrinks_the_gap_of_equation_9_four_times(double x, double y)
    {
        using var scope = torch.NewDisposeScope();
        var map = new ExplicitMap();
        var gaps = Enumerable.Range(4, 5).Select(halvings => Gap(map, x, y, Math.Pow(0.5, halvings))).ToArray();

        Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.InRange(pair.First / pair.Second, 3.3, 4.8));
        Assert.InRange(gaps[^2] / gaps[^1], 3.8, 4.2);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void The_inverse_metric_is_symmetric_and_positive(double x, double y)
    {
        using var scope = torch.NewDisposeScope();
        var jacobian = new ExplicitMap().Jacobian(x, y);
        var inverse = jacobian.matmul(jacobian.t());
        var (a, b, c, d) = (inverse[0, 0].Number(), inverse[0, 1].Number(), inverse[1, 0].Number(), inverse[1, 1].Number());

        Assert.Equal(b, c, 1e-15);
        Assert.True(a > 0 && d > 0 && (a * d) - (b * c) > 0);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void The_engines_step_is_the_gradient_pulled_back_through_the_jacobian(double x, double y)
    {
        using var scope = torch.NewDisposeScope();
        var map = new ExplicitMap();
        var step = map.Step(x, y, 0.1).Gradient["theta"];

        var pulled = map.Jacobian(x, y).t().matmul(map.Slope(map.Apply(map.Theta(x, y))).squeeze(0));

        Assert.True(step.squeeze(0).Minus(pulled).abs().max().Number() < 1e-14);
    }

    /// <summary>|L(Ω(θ − αΔθ)) − L(γ − αΔγ)|.</summary>
    private static double Gap(ExplicitMap map, double x, double y, double rate)
    {
        var next = map.Step(x, y, rate);
        var jacobian = map.Jacobian(x, y);
        var gamma = map.Apply(map.Theta(x, y));
        var moved = gamma.Plus(jacobian.matmul(next.Gradient["theta"].squeeze(0)).unsqueeze(0), -rate);
        return Math.Abs(ExplicitMap.Loss(map.Apply(next.Next["theta"])).Minus(ExplicitMap.Loss(moved)).Number());
    }

    /// <summary>A residual map of two numbers through eight hidden units, and the loss of where it leads.</summary>
    private sealed class ExplicitMap : ITaskLosses
    {
        private readonly Network _map = new(
            [new ResidualLayer([new LinearLayer("in", LayerRole.Warp, 2, 8), new TanhLayer(), new LinearLayer("out", LayerRole.Warp, 8, 2)])]);

        private readonly ParameterSet _phi;

        public ExplicitMap()
        {
            TorchRuntime.ApplyToThread();
            var random = RandomStream.Derive(2, StreamPurpose.Parameters);
            _phi = new ParameterSet([.. _map.Parameters.Select(info => info.Name)], [.. _map.Parameters.Select(info => info.Draw(random, ScalarType.Float64))]);
        }

        public static Tensor Loss(Tensor gamma)
        {
            var (x, y) = (gamma[0, 0], gamma[0, 1]);
            return x.Times(2).sin().Plus(y.Squared(), 0.5).Plus(x.mul(y)).Plus(x.Minus(y).Squared().Squared(), 0.1);
        }

        public Tensor Theta(double x, double y) => torch.tensor(new[] { x, y }, [1, 2]);

        public Tensor Apply(Tensor theta) => _map.Forward(theta, new ForwardPass(ParameterSet.Empty, _phi, BatchStatistics.OfBatch));

        public Tensor Slope(Tensor gamma)
        {
            var leaf = gamma.detach().requires_grad_();
            return autograd.grad([Loss(leaf)], [leaf])[0];
        }

        public Tensor Jacobian(double x, double y)
        {
            var theta = Theta(x, y).requires_grad_();
            var gamma = Apply(theta);
            return torch.stack([.. Enumerable.Range(0, 2).Select(i => autograd.grad([gamma[0, i]], [theta], retain_graph: true)[0].squeeze(0))]);
        }

        public InnerStep Step(double x, double y, double rate) =>
            InnerOptimizer.Sgd(rate).Take(this, 0, new ParameterSet(["theta"], [Theta(x, y)]), _phi, OptimizerState.None, ParameterSet.Empty);

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(Apply(theta["theta"]));

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => TaskLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => TaskLoss(0, theta, phi);
    }
}
