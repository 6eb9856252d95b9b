using TorchSharp;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Serving;

/// <summary>An agent's walk through a caller's maze, after it has adapted to that maze.</summary>
/// <param name="Picture">The walk.</param>
/// <param name="Losses">Actor-critic loss before adaptation and after each step, each on fresh episodes.</param>
public sealed record MazeWalk(MazePicture Picture, IReadOnlyList<double> Losses)
{
    /// <summary>Adapts an agent to a maze by playing batches of episodes in it, then walks through one more.</summary>
    /// <param name="model">A model of mazes. It does not change.</param>
    /// <param name="question">The maze.</param>
    /// <param name="options">Steps, one batch of episodes each, and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When the maze is not one that can be walked.</exception>
    /// <exception cref="InvalidOperationException">When the model knows no mazes.</exception>
    public static MazeWalk Through(WarpModel model, MazeQuestion question, AdaptationOptions options, CancellationToken stop = default)
    {
        var learner = model.Learner as MazeLearner ?? throw new InvalidOperationException("This model knows no mazes.");
        var course = MazeCourse.Of(question, model.Spec.Task.Maze.Size);
        TorchRuntime.ApplyToThread();
        var inner = options with { Steps = options.Steps ?? MazeDistribution.StepsOf(model.Spec) };
        return FirstUse.Guard((learner.Kind, model.Spec.InnerLoop, "walk", inner.Steps > 0), () => Walk(model, learner, course, question.Seed, inner, stop));
    }

    private static MazeWalk Walk(WarpModel model, MazeLearner learner, MazeCourse course, long seed, AdaptationOptions options, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var task = new MazeTask(learner, model.Spec.Task.Maze, course, RandomStream.Derive(seed, StreamPurpose.Serving).NextSeed());
        using var passage = task.Begin();
        var (phi, start, _) = model.Parameters;
        using var end = model.InnerLoop(options).Run(passage, start.Clone(), phi, model.Rates(options), stop: stop);
        return new MazeWalk(task.Walk(end.Theta, phi), [.. end.Losses, task.Judge(end.Theta, phi).Loss]);
    }
}
