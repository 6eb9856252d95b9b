using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Tests.Mazes;

/// <summary>Small mazes, agents and specs.</summary>
internal static class MazeSamples
{
    /// <summary>A stream as in the paper, in small.</summary>
    public static RunSpec Spec(WarpDesign warp = WarpDesign.Lstm, int units = 6, Precision precision = Precision.Float64) => new()
    {
        Task = new TaskSpec { Family = TaskFamily.Maze, Maze = new MazeSpec { Size = 7, Episodes = 4, Moves = 9, WallPenalty = 0.25 } },
        Learner = new LearnerSpec { Architecture = Architecture.Recurrent, Filters = units, Warp = warp },
        MetaLearner = new MetaLearnerSpec
        {
            Algorithm = MetaAlgorithm.Continual,
            Objective = WarpObjectiveKind.NoStep,
            Initialization = InitializationObjective.Stream,
            PointsPerUpdate = 3,
        },
        InnerLoop = new InnerLoopSpec { Steps = 3, LearningRate = 0.001, Optimizer = OptimizerKind.Adam },
        OuterLoop = new OuterLoopSpec { MetaSteps = 4, MetaBatch = 1 },
        Evaluation = new EvaluationSpec { Interval = 2, Tasks = 2, FinalTasks = 2, CheckpointInterval = 2 },
        Precision = precision,
    };

    public static ParameterSet Draw(RunSpec spec, LayerRole role)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var drawn = MazeLearner.Create(spec).Draw(role, 3, Placement.Of(spec));

        // Larger than the usual start, so that every part of the network has something to say.
        return drawn.Map(tensor => tensor.Times(2).Plus(0.05)).DetachFromScope();
    }

    public static MazeTask Task(RunSpec spec, long seed = 5) =>
        new(MazeLearner.Create(spec), spec.Task.Maze, MazeCourse.OfPillars(spec.Task.Maze.Size), seed);

    public static MazeEpisodes Episodes(MazeSpec spec, MazeCourse? course = null, int count = 50, long seed = 1) =>
        new(spec, course ?? MazeCourse.OfPillars(spec.Size), count, RandomStream.Derive(seed, StreamPurpose.Episodes));
}
