using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>The maze of paper §4.3 c.1. The maze is always the same; a task is a seed, from which its episodes' goals follow.</summary>
public sealed class MazeDistribution : ITaskDistribution
{
    private readonly RunSpec _spec;
    private readonly MazeLearner _learner;
    private readonly MazeCourse _course;

    /// <summary>Prepares the maze and the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    public MazeDistribution(RunSpec spec) =>
        (_spec, _learner, _course) = (spec, MazeLearner.Create(spec), MazeCourse.OfPillars(spec.Task.Maze.Size));

    /// <inheritdoc/>
    public Learner Learner => _learner;

    /// <inheritdoc/>
    public int EvaluationSteps => StepsOf(_spec);

    /// <summary>Adaptation steps before an agent of a spec is judged: none in a stream, whose θ has adapted all along.</summary>
    /// <param name="spec">The run's spec.</param>
    public static int StepsOf(RunSpec spec) => spec.MetaLearner.Initialization == InitializationObjective.Stream ? 0 : spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int index, Placement place) =>
        Task(RandomStream.Derive(_spec.Seed, StreamPurpose.TrainTask, metaStep, index));

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int index, Placement place) =>
        Task(RandomStream.Derive(_spec.Seed, split == ClassSplit.Test ? StreamPurpose.TestTask : StreamPurpose.ValidationTask, index));

    /// <inheritdoc/>
    public TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        var inner = new InnerLoop(InnerOptimizer.Of(_spec.InnerLoop), EvaluationSteps);
        using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, stop: stop);
        return ((MazeTask)task).Walk(end.Theta, parameters.Phi);
    }

    private MazeTask Task(RandomStream random) => new(_learner, _spec.Task.Maze, _course, random.NextSeed());
}
