using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Whole runs: repeatable to the bit, independent of threads, flat in memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetaTrainerTests
{
    [Theory]
    [InlineData(WarpObjectiveKind.Exact, OptimizerKind.Adam, 0)]
    [InlineData(WarpObjectiveKind.FirstOrder, OptimizerKind.Sgd, 2)]
    public void Run_EndsWithTheSameBytes_WhenItWasSavedAndResumed(WarpObjectiveKind objective, OptimizerKind optimizer, int pointsPerUpdate)
    {
        var spec = Samples.Spec with
        {
            MetaLearner = Samples.Spec.MetaLearner with { Objective = objective, PointsPerUpdate = pointsPerUpdate },
            OuterLoop = Samples.Spec.OuterLoop with { Warp = new OptimizerSpec { Kind = optimizer, LearningRate = 0.01 } },
        };
        using var whole = MetaTrainer.Create(spec, Samples.Images());
        using var half = new MemoryStream();
        whole.Run(
            new QuietObserver((step, trainer) =>
            {
                if (step == 2)
                    trainer.WriteState(half);
            }),
            CancellationToken.None);

        half.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, Samples.Images(), half);
        Assert.Equal(2, resumed.Step);
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    [Fact]
    public void Run_EndsWithTheSameBytes_OnOneAndOnFourThreads()
    {
        using var one = MetaTrainer.Create(Samples.Spec, Samples.Images(), workers: 1);
        using var four = MetaTrainer.Create(Samples.Spec, Samples.Images(), workers: 4);
        one.Run(new QuietObserver(), CancellationToken.None);
        four.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(one), State(four));
    }

    [Fact]
    public void Run_LeavesNoTensorBehind_HoweverLongItRuns()
    {
        // What other tests left to the collector must not be collected in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        var spec = Samples.Spec with { OuterLoop = Samples.Spec.OuterLoop with { MetaSteps = 30 } };
        var counts = new List<long>();
        using (var trainer = MetaTrainer.Create(spec, Samples.Images(), workers: 1))
            trainer.Run(new QuietObserver((_, _) => counts.Add(torch.Tensor.TotalCount)), CancellationToken.None);

        Assert.True(counts.Count > 10);
        Assert.Single(counts.Skip(1).Distinct());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }
}

/// <summary>Tests that count the process's tensors, and so must not share it with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
