using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>The maze of paper §4.3 c.1. The maze is always the same; a task is a seed, from which its episodes' goals follow.</summary>
/// <param name="spec">The run's spec.</param>
public sealed class MazeDistribution(RunSpec spec) : SeededTasks(spec)
{
    private readonly MazeLearner _learner = MazeLearner.Create(spec);
    private readonly MazeCourse _course = MazeCourse.OfPillars(spec.Task.Maze.Size);

    /// <inheritdoc/>
    public override Learner Learner => _learner;

    /// <inheritdoc/>
    public override int EvaluationSteps => StepsOf(Spec);

    /// <summary>Adaptation steps before an agent of a spec is judged: none in a stream, whose θ has adapted all along.</summary>
    /// <param name="spec">The run's spec.</param>
    public static int StepsOf(RunSpec spec) => spec.MetaLearner.Initialization == InitializationObjective.Stream ? 0 : spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop) =>
        Inner.Look(task, parameters, (_, theta) => ((MazeTask)task).Walk(theta, parameters.Phi), stop);

    private protected override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place) =>
        new MazeTask(_learner, Spec.Task.Maze, _course, random.NextSeed());
}
