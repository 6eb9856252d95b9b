using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using WarpGrad.Engine.Networks.Recurrent;
using WarpGrad.Engine.Tasks.Mazes;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Mazes;

/// <summary>The loss of an agent's episodes, three ways: by hand, as a graph, by differences.</summary>
public sealed class MazeGradientTests
{
    public static TheoryData<WarpDesign, int, int> Shapes => new()
    {
        { WarpDesign.None, 6, 4 }, { WarpDesign.None, 33, 13 }, { WarpDesign.Lstm, 1, 1 }, { WarpDesign.Lstm, 6, 4 }, { WarpDesign.Lstm, 8, 6 }, { WarpDesign.Lstm, 33, 13 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ByHand_IsTheGraph_InDoublePrecision(WarpDesign warp, int units, int episodes) => Compare(warp, units, episodes, Precision.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ByHand_IsTheGraph_InSinglePrecision(WarpDesign warp, int units, int episodes) => Compare(warp, units, episodes, Precision.Float32, 2e-5);

    [Theory]
    [InlineData(WarpDesign.None)]
    [InlineData(WarpDesign.Lstm)]
    public void Graph_IsWhatDifferencesSay_WithMovesAndAdvantagesFixed(WarpDesign warp)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec(warp);
        var (theta, phi) = (MazeSamples.Draw(spec, LayerRole.Adapt), MazeSamples.Draw(spec, LayerRole.Warp));
        var (network, rules) = (Engine.Learners.MazeLearner.Create(spec).Network, spec.Task.Maze);
        var batch = MazeBatch.Play(
            rules, RecurrentRun.Begin(network, theta, phi, rules.Moves, rules.Episodes, keeps: false), MazeSamples.Episodes(rules, count: rules.Episodes),
            RandomStream.Derive(2, StreamPurpose.Episodes).NextDouble);
        var inputs = torch.tensor(batch.Observations, [rules.Moves, rules.Episodes, MazeEpisodes.Inputs]);
        Assert.NotEqual(0, batch.MeanReward);

        Tensor Loss(ParameterSet t, ParameterSet p) => new ActorCritic(rules).Loss(batch, network.Forward(inputs, t, p));
        double Value(ParameterSet t, ParameterSet p)
        {
            using var inner = torch.NewDisposeScope();
            return Loss(t, p).Number();
        }

        var (a, b) = (theta.AsLeaves(), phi.AsLeaves());
        var gradients = ParameterSet.GradientsOf(Loss(a, b), keepGraph: false, a, b);
        FiniteDifferences.AssertMatches(moved => Value(moved, phi), theta, gradients[0]);
        if (phi.Count > 0)
            FiniteDifferences.AssertMatches(moved => Value(theta, moved), phi, gradients[1]);
    }

    [Fact]
    public void Network_RunsOnAsItRemembers()
    {
        // Without keeping anything for the way back, the same outputs.
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec();
        var (theta, phi, rules) = (MazeSamples.Draw(spec, LayerRole.Adapt), MazeSamples.Draw(spec, LayerRole.Warp), spec.Task.Maze);
        var batches = new[] { true, false }.Select(keeps => MazeBatch.Play(
            rules, RecurrentRun.Begin(Engine.Learners.MazeLearner.Create(spec).Network, theta, phi, rules.Moves, rules.Episodes, keeps),
            MazeSamples.Episodes(rules, count: rules.Episodes), RandomStream.Derive(2, StreamPurpose.Episodes).NextDouble)).ToArray();
        Assert.Equal(batches[0].Outputs, batches[1].Outputs);
    }

    private static void Compare(WarpDesign warp, int units, int episodes, Precision precision, double tolerance)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec(warp, units, precision);
        spec = spec with { Task = spec.Task with { Maze = spec.Task.Maze with { Episodes = episodes } } };
        var (theta, phi) = (MazeSamples.Draw(spec, LayerRole.Adapt).AsLeaves(), MazeSamples.Draw(spec, LayerRole.Warp).AsLeaves());
        using var task = MazeSamples.Task(spec);
        var (byHand, graph) = (task.TaskLoss(1, theta, phi), SecondOrder.Expect(() => task.TaskLoss(1, theta, phi)));
        Assert.Equal(graph.Number(), byHand.Number(), tolerance);
        var (claimed, expected) = (ParameterSet.GradientsOf(byHand, keepGraph: false, theta, phi), ParameterSet.GradientsOf(graph, keepGraph: false, theta, phi));
        Assert.InRange(Bits.LargestDifference(claimed[0], expected[0]), 0, tolerance);
        Assert.InRange(Bits.LargestDifference(claimed[1], expected[1]), 0, tolerance);
        Assert.All(expected[0].Tensors, slope => Assert.NotEqual(0, slope.abs().max().Number()));
    }
}
