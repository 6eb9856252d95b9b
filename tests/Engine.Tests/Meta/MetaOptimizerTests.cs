using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

public sealed class MetaOptimizerTests
{
    [Fact]
    public void Adam_TakesTheStepsOfTheLibrarysAdam()
    {
        using var scope = torch.NewDisposeScope();
        var target = torch.tensor(new[] { 3.0, -1, 0.5 });
        var theirs = new TorchSharp.Modules.Parameter(torch.zeros(3, torch.ScalarType.Float64));
        var reference = torch.optim.Adam([theirs], lr: 0.1);
        var optimizer = new MetaOptimizer(new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.1 });
        var ours = new ParameterSet(["x"], [torch.zeros(3, torch.ScalarType.Float64)]);
        var state = optimizer.Start(ours);
        for (var i = 0; i < 30; i++)
        {
            reference.zero_grad();
            theirs.Minus(target).Squared().Squared().sum().backward();
            reference.step();
            var leaves = ours.AsLeaves();
            (ours, state) = optimizer.Update(ours, leaves.GradientOf(leaves.Tensors[0].Minus(target).Squared().Squared().sum()), state, progress: 0);
        }

        Assert.True(theirs.Minus(ours.Tensors[0]).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_dropped_where_gradients_are_clipped()
    {
        using var scope = torch.NewDisposeScope();
        var parameters = new ParameterSet(["x", "y"], [torch.ones(2), torch.ones(1)]);
        var gradient = new ParameterSet(["x", "y"], [torch.tensor(new[] { 1f, float.NaN }), torch.ones(1)]);
        var optimizer = new MetaOptimizer(new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.1, ClipNorm = 1 });
        var (next, _) = optimizer.Update(parameters, gradient, optimizer.Start(parameters), progress: 0);
        Assert.Equal(Bits.Of(parameters), Bits.Of(next));
    }

    [Fact]
    public void Update_LeavesParametersAndStateUntouched()
    {
        using var scope = torch.NewDisposeScope();
        var parameters = new ParameterSet(["x"], [torch.ones(3)]);
        var optimizer = new MetaOptimizer(new OptimizerSpec());
        var state = optimizer.Start(parameters);
        optimizer.Update(parameters, new ParameterSet(["x"], [torch.ones(3)]), state, progress: 0);
        Assert.Equal(Bits.Of(new ParameterSet(["x"], [torch.ones(3)])), Bits.Of(parameters));
        Assert.Equal(0, state.Updates);
        Assert.Equal(0, state.Mean.Tensors[0].abs().max().item<float>());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0)]
    public void Cosine_FallsFromTheFullRateToZero(double progress, double part)
    {
        using var scope = torch.NewDisposeScope();
        var optimizer = new MetaOptimizer(new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.2, Schedule = LearningRateSchedule.Cosine });
        var parameters = new ParameterSet(["x"], [torch.zeros(1, torch.ScalarType.Float64)]);
        var (updated, _) = optimizer.Update(parameters, new ParameterSet(["x"], [torch.ones(1, torch.ScalarType.Float64)]), optimizer.Start(parameters), progress);
        Assert.Equal(-0.2 * part, updated.Tensors[0].item<double>(), 1e-12);
    }
}
