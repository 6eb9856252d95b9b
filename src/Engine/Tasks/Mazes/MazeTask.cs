using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Kernels;
using WarpGrad.Engine.Networks.Recurrent;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>
/// Finding goals in a maze. Every loss is that of a fresh batch of episodes, played by θ and φ as they are at that moment; which
/// episodes, and with which luck, follows from the task's seed and the step alone. Unlike in the authors' code no step sees gradients of
/// earlier batches (there those of the first hundred add up unused and enter the first step). Its clipping is a
/// setting that is never applied; here both θ's steps and φ's can be clipped.
/// </summary>
/// <param name="learner">The agent.</param>
/// <param name="spec">Rules.</param>
/// <param name="course">The maze.</param>
/// <param name="seed">Decides goals, jumps and choices.</param>
internal sealed class MazeTask(MazeLearner learner, MazeSpec spec, MazeCourse course, long seed) : IMetaTask
{
    private readonly ActorCritic _critic = new(spec);

    /// <summary>What a batch of episodes is played for; each has random streams of its own.</summary>
    private enum Occasion
    {
        Adapting,
        Meta,
        Final,
        Judging,
        Showing,
    }

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(Occasion.Adapting, step, theta, phi);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(Occasion.Meta, step, theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Loss(Occasion.Final, 0, theta, phi);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this);

    /// <summary>Judges a point by episodes that are the same for every point.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public Judgement Judge(ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var (batch, _) = Play(Occasion.Judging, 0, theta, phi, spec.Episodes, keeps: false);
        return new Judgement(_critic.Evaluate(batch).Loss, batch.MeanReward);
    }

    /// <summary>Walks through one episode.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public MazePicture Walk(ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var (batch, episodes) = Play(Occasion.Showing, 0, theta, phi, 1, keeps: false);
        var maze = course.Maze;
        return new MazePicture(
            maze.Rows, maze.CellOf(episodes.GoalOf(0)), [maze.CellOf(course.Start), .. batch.Cells.Select(maze.CellOf)], batch.Rewards, batch.MeanReward);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Tensor Loss(Occasion occasion, int step, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var (toTheta, toPhi) = (Wanted(theta), Wanted(phi));
        var loss = SecondOrder.Expected && (toTheta || toPhi) ? AsGraph(occasion, step, theta, phi) : ByHand(occasion, step, theta, phi, toTheta, toPhi);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>Plays first, since choices have no derivative, and then looks at the episodes once more as a graph that bears two derivatives.</summary>
    private Tensor AsGraph(Occasion occasion, int step, ParameterSet theta, ParameterSet phi)
    {
        var (batch, _) = Play(occasion, step, theta, phi, spec.Episodes, keeps: false);
        var inputs = Placement.Of(theta.Tensors[0]).Put(torch.tensor(batch.Observations, [spec.Moves, batch.Episodes, MazeEpisodes.Inputs]));
        return _critic.Loss(batch, learner.Network.Forward(inputs, theta, phi));
    }

    private Tensor ByHand(Occasion occasion, int step, ParameterSet theta, ParameterSet phi, bool toTheta, bool toPhi)
    {
        var run = RecurrentRun.Begin(learner.Network, theta, phi, spec.Moves, spec.Episodes, keeps: toTheta || toPhi);
        var (batch, _) = Play(occasion, step, run, spec.Episodes);
        var (value, slopes) = _critic.Evaluate(batch);
        var loss = Placement.Of(theta.Tensors[0]).Put(torch.tensor(value));
        if (!toTheta && !toPhi)
            return loss;
        var (ofTheta, ofPhi) = run.Back(slopes, toPhi);
        loss = Tangent.Through(loss, theta, ofTheta);
        return ofPhi is null ? loss : Tangent.Through(loss, phi, ofPhi);
    }

    private (MazeBatch Batch, MazeEpisodes Episodes) Play(Occasion occasion, int step, ParameterSet theta, ParameterSet phi, int count, bool keeps) =>
        Play(occasion, step, RecurrentRun.Begin(learner.Network, theta, phi, spec.Moves, count, keeps), count);

    private (MazeBatch Batch, MazeEpisodes Episodes) Play(Occasion occasion, int step, RecurrentRun run, int count)
    {
        var episodes = new MazeEpisodes(spec, course, count, RandomStream.Derive(seed, StreamPurpose.Episodes, (long)occasion, step, 0));
        var choices = RandomStream.Derive(seed, StreamPurpose.Episodes, (long)occasion, step, 1);
        return (MazeBatch.Play(spec, run, episodes, choices.NextDouble), episodes);
    }

    private static bool Wanted(ParameterSet set) => torch.is_grad_enabled() && set.Tensors.Any(tensor => tensor.requires_grad);

    private sealed class Passage(MazeTask task) : PlainPassage(task)
    {
        public override Judgement Judge(int step, ParameterSet theta, ParameterSet phi) => task.Judge(theta, phi);
    }
}
