using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Leap's gradient: that of the length of the path when every point moves and the point after it stays (paper Eq. 15–17).</summary>
public sealed class LeapGradientTests
{
    private const int Steps = 4;

    public static TheoryData<string, bool> StepsAndForms
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var step in InnerStepKind.Names)
            {
                rows.Add(step, true);
                rows.Add(step, false);
            }

            return rows;
        }
    }

    public static TheoryData<string> LayersOfEveryKind => [.. LayerKinds.Names];

    [Theory]
    [MemberData(nameof(StepsAndForms))]
    public void It_is_the_gradient_of_the_length_with_the_next_point_frozen_for_every_inner_optimiser(string step, bool withLoss) =>
        AssertGradientOfLength("convolution", step, withLoss);

    [Theory]
    [MemberData(nameof(LayersOfEveryKind))]
    public void It_is_the_gradient_of_the_length_with_the_next_point_frozen_for_every_kind_of_layer(string layers) =>
        AssertGradientOfLength(layers, "descent", withLoss: true);

    [Fact]
    public void A_stabilised_rise_of_the_loss_counts_as_a_fall()
    {
        using var scope = torch.NewDisposeScope();
        var path = new Path("linear", "descent", rate: 20);
        Assert.Contains(Enumerable.Range(0, Steps), k => path.Losses[k + 1] > path.Losses[k]);

        var gradient = path.Follow(new LeapForm(WithLoss: true, Stabilize: true));

        var expected = path.Points[0].ZerosLike();
        for (var k = 0; k < Steps; k++)
        {
            var fall = -Math.Abs(path.Losses[k + 1] - path.Losses[k]);
            var way = path.Points[k].Zip(path.Points[k + 1], (a, b) => a.Minus(b));
            var length = Math.Sqrt(way.Tensors.Sum(tensor => tensor.Squared().sum().Number()) + fall * fall);
            var segment = way.Zip(path.Gradients[k], (difference, slope) => difference.Plus(slope, -fall).Over(length));
            expected = expected.Zip(segment, (sum, next) => sum.Plus(next));
        }

        Assert.True(Bits.LargestDifference(expected, gradient) < 1e-12);
    }

    private static void AssertGradientOfLength(string layers, string step, bool withLoss)
    {
        using var scope = torch.NewDisposeScope();
        var path = new Path(layers, step);

        var gradient = path.Follow(new LeapForm(withLoss));

        var moving = path.Gradients[0];
        FiniteDifferences.AssertMatches(shift => path.Length(shift, withLoss), moving.ZerosLike(), moving.With([.. moving.Names.Select(name => gradient[name])]));
        Assert.All(gradient.Names.Except(moving.Names), name => Assert.Equal(0, gradient[name].abs().max().Number()));
    }

    /// <summary>A path of adaptation, point by point.</summary>
    private sealed class Path
    {
        private readonly NetworkTask _task;
        private readonly InnerOptimizer _optimizer;
        private readonly ParameterSet _phi, _rates;

        public Path(string layers, string step, double? rate = null)
        {
            var kind = InnerStepKind.Of(step);
            (_task, _optimizer) = (new NetworkTask(layers), rate is { } given ? InnerOptimizer.Sgd(given) : kind.Optimizer);
            (Points, _phi) = ([_task.Draw(LayerRole.Adapt)], _task.Draw(LayerRole.Warp));
            _rates = kind.DrawRates(Points[0]);
            using var end = Run(taken =>
            {
                Points.Add(taken.Next.Clone().DetachFromScope());
                Gradients.Add(taken.Gradient.Clone().DetachFromScope());
                Losses.Add(taken.Loss);
            });
            Losses.Add(_task.TaskLoss(Steps, end.Theta, _phi).Number());
        }

        public List<ParameterSet> Points { get; }

        public List<ParameterSet> Gradients { get; } = [];

        public List<double> Losses { get; } = [];

        public ParameterSet Follow(LeapForm form)
        {
            using var leap = new LeapPath(Points[0], form);
            using var end = Run(leap.Visit);
            if (leap.ReadsFinalLoss)
                leap.Finish(Losses[^1]);
            return leap.Take();
        }

        public double Length(ParameterSet shift, bool withLoss)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var length = 0.0;
            for (var k = 0; k < Steps; k++)
            {
                var moved = Points[k].Replaced(shift.With([.. shift.Names.Select(name => Points[k][name].Plus(shift[name]))]));
                var square = moved.Tensors.Zip(Points[k + 1].Tensors, (a, b) => a.Minus(b).Squared().sum().Number()).Sum();
                var fall = withLoss ? Losses[k + 1] - _task.TaskLoss(k, moved, _phi).Number() : 0;
                length += Math.Sqrt(square + fall * fall);
            }

            return length;
        }

        private AdaptedPoint Run(Action<PathStep> visit) => new InnerLoop(_optimizer, Steps).Run(_task, Points[0].Clone(), _phi, _rates, visit);
    }
}
