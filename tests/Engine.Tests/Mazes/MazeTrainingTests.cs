using TorchSharp;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tests.Meta;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Mazes;

/// <summary>Whole runs in small mazes.</summary>
[Collection(AloneCollection.Name)]
public sealed class MazeTrainingTests
{
    [Theory]
    [InlineData(WarpDesign.None)]
    [InlineData(WarpDesign.Lstm)]
    public void Agent_EarnsClearlyMore_AfterSecondsInATinyMaze(WarpDesign warp)
    {
        var spec = MazeSamples.Spec(warp, units: 24, Precision.Float32);
        spec = spec with
        {
            Task = spec.Task with { Maze = new MazeSpec { Size = 5, Episodes = 30, Moves = 20 } },
            MetaLearner = spec.MetaLearner with { PointsPerUpdate = 10 },
            InnerLoop = spec.InnerLoop with { Steps = 10, LearningRate = 0.003 },
            OuterLoop = spec.OuterLoop with { MetaSteps = 80, Warp = new OptimizerSpec { LearningRate = 0.003 } },
            Evaluation = new EvaluationSpec { Interval = 80, Tasks = 10, FinalTasks = 10, CheckpointInterval = 1000 },
        };
        var observer = new QuietObserver();
        using var trainer = MetaTrainer.Create(spec, data: null);
        trainer.Run(observer, CancellationToken.None);
        var rewards = observer.Reported.Select(entry => entry.Values.GetValueOrDefault("validation.reward.after", double.NaN)).Where(double.IsFinite).ToArray();
        Assert.True(rewards[^1] > 1.8 * rewards[0], $"Rewards: {string.Join(", ", rewards)}.");
    }

    [Fact]
    public void Run_EndsWithTheSameBytes_WhenItWasSavedAndResumed()
    {
        var spec = MazeSamples.Spec(precision: Precision.Float32);
        using var half = new MemoryStream();
        using var whole = MetaTrainer.Create(spec, data: null);
        whole.Run(
            new QuietObserver((step, trainer) =>
            {
                if (step == 2)
                    trainer.WriteState(half);
            }),
            CancellationToken.None);
        half.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, data: null, half);
        resumed.Run(new QuietObserver(), CancellationToken.None);
        Assert.Equal(Model(whole), Model(resumed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Model_WalksThroughACallersMaze_TheSameWayEachTime(int steps)
    {
        var spec = MazeSamples.Spec(precision: Precision.Float32);
        using var trainer = MetaTrainer.Create(spec, data: null);
        using var model = WarpModel.Read(new MemoryStream(Model(trainer)));
        var question = new MazeQuestion
        {
            Walls = ["#######", "#.....#", "#.###.#", "#...#.#", "#.###.#", "#.....#", "#######"],
            Start = new(1, 1),
            Goal = new(3, 3),
            Seed = 8,
        };
        var walks = new[] { 0, 1 }.Select(_ => MazeWalk.Through(model, question, new AdaptationOptions(steps, 0.01))).ToArray();
        Assert.Equal(question.Walls, walks[0].Picture.Walls);
        Assert.Equal(question.Goal, walks[0].Picture.Goal);
        Assert.Equal(question.Start, walks[0].Picture.Path[0]);
        Assert.Equal(steps + 1, walks[0].Losses.Count);
        Assert.Equal(walks[0].Losses, walks[1].Losses);
        Assert.Equal(walks[0].Picture.Path, walks[1].Picture.Path);
        Assert.NotEqual(walks[0].Losses, MazeWalk.Through(model, question with { Seed = 9 }, new AdaptationOptions(steps, 0.01)).Losses);
        Assert.Throws<ArgumentException>(() => MazeWalk.Through(model, question with { Goal = new(0, 0) }, new AdaptationOptions()));
    }

    [Theory]
    [InlineData(WarpDesign.None)]
    [InlineData(WarpDesign.Lstm)]
    public void ManyBatches_LeaveNoTensorAndNoMemoryBehind(WarpDesign warp)
    {
        var spec = MazeSamples.Spec(warp, units: 20, Precision.Float32);
        using var theta = MazeSamples.Draw(spec, LayerRole.Adapt);
        using var phi = MazeSamples.Draw(spec, LayerRole.Warp);
        using var task = MazeSamples.Task(spec);
        var (tensors, memory) = (new List<long>(), new List<long>());
        const int WarmUp = 1000, Batches = 2000;
        for (var i = 0; i < WarmUp + Batches; i++)
        {
            using (torch.NewDisposeScope())
            {
                var (a, b) = (theta.AsLeaves(), phi.AsLeaves());
                ParameterSet.GradientsOf(task.TaskLoss(i, a, b), keepGraph: false, a, b);
            }

            if (i >= WarmUp && i % (Batches / 10) == 0)
            {
                tensors.Add(LiveTensors.Count());
                memory.Add(ProcessMemory.Resident());
            }
        }

        Assert.Single(tensors.Distinct());

        // The runtime compiles hot methods anew for some ten thousand batches, and memory swings by some 4 MiB; without that recompiling it
        // stays within 4 KiB over 26,800 batches. A leak grows over every stretch, also the calmest one: 12 KiB per batch, less than one
        // batch keeps for its way back, by 7 MiB or more.
        const int Stretch = 4;
        var calmest = memory.Zip(memory.Skip(Stretch), (before, after) => after - before).Min();
        Assert.True(calmest < 5 << 20, $"Resident KiB at each tenth: {string.Join(", ", memory.Select(bytes => bytes >> 10))}.");
    }

    private static byte[] Model(MetaTrainer trainer)
    {
        using var model = new MemoryStream();
        trainer.WriteModel(model);
        return model.ToArray();
    }
}
