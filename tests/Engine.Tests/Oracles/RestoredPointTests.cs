using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>A point that was put away comes back as it was, although adaptation went on: the same loss and the same next step to the bit.</summary>
public sealed class RestoredPointTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, long.MaxValue)]
    [InlineData(OptimizerKind.Momentum, long.MaxValue)]
    [InlineData(OptimizerKind.Momentum, 0)]
    [InlineData(OptimizerKind.Adam, 0)]
    public void A_stored_point_gives_the_same_losses_and_the_same_next_step(OptimizerKind rule, long budget)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = Samples.Spec with { Learner = new LearnerSpec { Filters = 3, Normalization = Normalization.Running } };
        var (learner, task) = (ImageLearner.Create(spec, Samples.Image), Samples.Tensors(spec));
        var phi = learner.Draw(LayerRole.Warp, 1, ScalarType.Float64);
        var optimizer = new InnerOptimizer(UpdateRule.Of(rule, 0.9), 0.05);
        var losses = new ImageTask(learner, task);
        using var store = new PointStore(budget);
        using var adapting = losses.Begin();
        StoredPoint? stored = null;
        (double Train, Judgement Query) before = default;
        byte[] next = [];

        void Visit(PathStep step)
        {
            if (step.Step != 2)
                return;
            stored = store.Put(step.Theta, step.State);
            before = Losses(step.Theta);
            next = Bits.Of(step.Next);
        }

        (double, Judgement) Losses(ParameterSet theta)
        {
            // Batch statistics, as while adapting, and those of the support set's first pass, as an empty record stands for.
            using var fresh = losses.Begin();
            return (losses.TaskLoss(0, theta, phi).Number(), fresh.Judge(0, theta, phi));
        }

        using var end = new InnerLoop(optimizer, 6).Run(
            adapting, learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), spec.Task.Ways), phi, ParameterSet.Empty, Visit);
        var (theta, state) = store.Get(stored!);
        Assert.Equal(before, Losses(theta));
        Assert.NotEqual(before, Losses(end.Theta));
        Assert.Equal(2, state.Updates);
        Assert.Equal(next, Bits.Of(optimizer.Take(losses, 2, theta, phi, state, ParameterSet.Empty).Next));
        stored!.Dispose();
    }

    [Fact]
    public void A_record_of_running_statistics_stays_as_it_was_while_they_go_on()
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var spec = Samples.Spec with { Learner = new LearnerSpec { Filters = 3, Normalization = Normalization.Running } };
        var (learner, task) = (ImageLearner.Create(spec, Samples.Image), Samples.Tensors(spec));
        var (theta, phi) = (learner.Head.Start(learner.Draw(LayerRole.Adapt, 1, ScalarType.Float64), spec.Task.Ways), learner.Draw(LayerRole.Warp, 1, ScalarType.Float64));
        using var running = new RunningStatistics();
        learner.SupportLoss(theta, phi, task, running);
        using var record = running.Record();
        var mean = record["norm1"].Mean.clone();

        learner.SupportLoss(theta, phi, task, running);

        Assert.Equal(mean.bytes.ToArray(), record["norm1"].Mean.bytes.ToArray());
        Assert.NotEqual(mean.bytes.ToArray(), running["norm1"].Mean.bytes.ToArray());
    }
}
