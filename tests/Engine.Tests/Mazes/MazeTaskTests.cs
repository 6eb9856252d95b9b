using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Recurrent;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Mazes;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Mazes;

public sealed class MazeTaskTests
{
    public MazeTaskTests() => TorchRuntime.ApplyToThread();

    [Fact]
    public void Agent_OfThePaper_HasThePapersSizes()
    {
        var sizes = MazeLearner.Create(MazeSamples.Spec(units: 100)).Parameters.ToDictionary(info => info.Name, info => info.Size);
        Assert.Equal(87_600, sizes.Where(entry => entry.Key.StartsWith("warp.", StringComparison.Ordinal) && entry.Key != RecurrentNetwork.WarpProjection).Sum(entry => entry.Value));
        Assert.Equal(51_700, sizes[RecurrentNetwork.WarpProjection]);
        Assert.Equal(11_800, sizes.Where(entry => entry.Key.StartsWith("cell.", StringComparison.Ordinal)).Sum(entry => entry.Value));
        Assert.Equal(404, sizes[RecurrentNetwork.PolicyWeight] + sizes[RecurrentNetwork.PolicyBias]);
        Assert.Equal(101, sizes[RecurrentNetwork.ValueWeight] + sizes[RecurrentNetwork.ValueBias]);
        Assert.All(MazeLearner.Create(MazeSamples.Spec(WarpDesign.None)).Parameters, info => Assert.Equal(LayerRole.Adapt, info.Role));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(30, 17)]
    [InlineData(3, 8)]
    public void OrthogonalStart_IsOrthonormal(long rows, long columns)
    {
        using var scope = torch.NewDisposeScope();
        var matrix = new ParameterInfo("w", LayerRole.Adapt, [rows, columns], ParameterStart.Orthogonal)
            .Draw(RandomStream.Derive(1, StreamPurpose.Parameters), torch.ScalarType.Float64);
        var products = rows > columns ? matrix.t().mm(matrix) : matrix.mm(matrix.t());
        Assert.InRange(products.Minus(torch.eye(Math.Min(rows, columns), dtype: torch.ScalarType.Float64)).abs().max().Number(), 0, 1e-12);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float64)]
    public void Losses_FollowFromSeedAndStep_ToTheBit(Precision precision)
    {
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec(precision: precision);
        var (theta, phi) = (MazeSamples.Draw(spec, LayerRole.Adapt), MazeSamples.Draw(spec, LayerRole.Warp));
        (double Loss, byte[] Gradient) At(long seed, int step)
        {
            var leaves = theta.AsLeaves();
            var loss = MazeSamples.Task(spec, seed).TaskLoss(step, leaves, phi);
            return (loss.Number(), Bits.Of(leaves.GradientOf(loss)));
        }

        var (loss, gradient) = At(5, 2);
        var again = At(5, 2);
        Assert.Equal(loss, again.Loss);
        Assert.Equal(gradient, again.Gradient);
        Assert.NotEqual(loss, At(5, 3).Loss);
        Assert.NotEqual(loss, At(6, 2).Loss);
        Assert.NotEqual(loss, MazeSamples.Task(spec).MetaLoss(2, theta, phi).Number());
        Assert.Equal(loss, MazeSamples.Task(spec).TaskLoss(2, theta, phi).Number());
    }

    [Fact]
    public void NoStep_GivesBothGradientsInOnePass_AsInTwo()
    {
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec();
        var (theta, phi) = (MazeSamples.Draw(spec, LayerRole.Adapt), MazeSamples.Draw(spec, LayerRole.Warp));
        using var task = MazeSamples.Task(spec);
        var optimizer = InnerOptimizer.Of(spec.InnerLoop);
        var point = new PathPoint(1, theta, optimizer.Start(theta));

        var together = WarpObjective.NoStep.Gradient(task, point, phi, ParameterSet.Empty, optimizer, keepStep: true);
        var alone = WarpObjective.NoStep.Gradient(task, point, phi, ParameterSet.Empty, optimizer);
        var step = optimizer.Take(task, 1, theta, phi, point.State, ParameterSet.Empty);

        Assert.Null(alone.Step);
        Assert.Equal(alone.Objective, together.Objective);
        Assert.Equal(step.Loss, together.Step!.Value.Loss);
        Assert.Equal(Bits.Of(alone.Phi), Bits.Of(together.Phi));
        Assert.Equal(Bits.Of(step.Gradient), Bits.Of(together.Step.Value.Gradient));
        Assert.Equal(Bits.Of(step.Next), Bits.Of(together.Step.Value.Next));
        Assert.Equal(Bits.Of(step.State.Square), Bits.Of(together.Step.Value.State.Square));
    }

    [Fact]
    public void Picture_ShowsOneEpisode()
    {
        using var scope = torch.NewDisposeScope();
        var spec = MazeSamples.Spec();
        var distribution = new MazeDistribution(spec);
        var parameters = new MetaParameters(MazeSamples.Draw(spec, LayerRole.Warp), MazeSamples.Draw(spec, LayerRole.Adapt), ParameterSet.Empty);
        using var task = distribution.HeldOut(ClassSplit.Test, 0, Placement.Of(spec));
        var picture = Assert.IsType<MazePicture>(distribution.Draw(task, parameters, CancellationToken.None));

        Assert.Equal(Maze.OfPillars(7).Rows, picture.Walls);
        Assert.Equal(new MazeCell(3, 3), picture.Path[0]);
        Assert.Equal(spec.Task.Maze.Moves, picture.Rewards.Count);
        Assert.Equal(picture.Rewards.Count + 1, picture.Path.Count);
        Assert.Equal(picture.Rewards.Sum(), picture.Total, 12);
        for (var i = 0; i < picture.Rewards.Count; i++)
        {
            Assert.Equal(picture.Path[i + 1] == picture.Goal, picture.Rewards[i] > 0);
            if (i == 0 || picture.Rewards[i - 1] <= 0)
                Assert.InRange(Math.Abs(picture.Path[i].Row - picture.Path[i + 1].Row) + Math.Abs(picture.Path[i].Column - picture.Path[i + 1].Column), 0, 1);
        }
    }

    [Fact]
    public void Stream_IsJudgedAsItIs_AndOtherAgentsAfterAdaptation()
    {
        var spec = MazeSamples.Spec();
        Assert.Equal(0, new MazeDistribution(spec).EvaluationSteps);
        Assert.Equal(3, new MazeDistribution(spec with { MetaLearner = new MetaLearnerSpec { Initialization = InitializationObjective.Reptile } }).EvaluationSteps);
    }
}
