using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Tests.Mazes;

public sealed class ActorCriticTests
{
    private static readonly MazeSpec Rules = new() { Discount = 0.5, Concentration = 0.1, ValueWeight = 0.25 };

    /// <summary>Two episodes of two moves: policy (½, ½, 0, 0) or nearly so, values 1 and 2.</summary>
    private static readonly MazeBatch Batch = new(
        Episodes: 2, Observations: [],
        Outputs: [0, 0, -99, -99, 1, 0, 0, -99, -99, 2, Math.Log(3), 0, -99, -99, 0, 0, Math.Log(3), -99, -99, -1],
        Moves: [Move.Up, Move.Down, Move.Up, Move.Up], Cells: [], Rewards: [0, 4, 2, 0], Returns: [1, 4, 2, 0]);

    [Fact]
    public void Returns_CountEachRewardFromItsOwnMoveOn() =>
        Assert.Equal([1 + 0.5 * (2 + 0.5 * 8), 3 + 0.5 * (0 + 0.5 * 4), 2 + 0.5 * 8, 0 + 0.5 * 4, 8, 4], new ActorCritic(Rules).Returns([1, 3, 2, 0, 8, 4], 2));

    [Fact]
    public void Loss_IsTheFormula_WithEachEpisodesOwnValue()
    {
        // Advantages 0, 2, 2, 1; log-probabilities ln ½, ln ½, ln ¾, ln ¼; Σπ² ½, ½, ⅝, ⅝.
        var expected = (0.1 * (0.5 + 0.5 + 0.625 + 0.625)
            - (0 + 2 * Math.Log(0.5) + 2 * Math.Log(0.75) + Math.Log(0.25))
            + 0.25 * (0 + 4 + 4 + 1)) / 4;
        Assert.Equal(expected, new ActorCritic(Rules).Evaluate(Batch).Loss, 12);
    }

    [Fact]
    public void Graph_HasTheSameValueAndSlopes()
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var (loss, slopes) = new ActorCritic(Rules).Evaluate(Batch);
        var outputs = torch.tensor(Batch.Outputs, [2, 2, 5]).requires_grad_();
        var graph = new ActorCritic(Rules).Loss(Batch, outputs);
        Assert.Equal(loss, graph.Number(), 12);
        var expected = torch.autograd.grad([graph], [outputs])[0].data<double>().ToArray();
        Assert.All(expected.Zip(slopes), pair => Assert.Equal(pair.First, pair.Second, 12));
    }
}
