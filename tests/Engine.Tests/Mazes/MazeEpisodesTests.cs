using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Tests.Mazes;

public sealed class MazeEpisodesTests
{
    private static readonly MazeSpec Rules = new() { Size = 7, Moves = 4, WallPenalty = 0.5 };

    [Fact]
    public void Agent_SeesWalls_Clock_LastRewardAndLastMove()
    {
        var episodes = MazeSamples.Episodes(Rules, Corner(), count: 1);
        Assert.Equal([1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0], Seen(episodes));

        // Left of the corner is the border: the agent stays and pays.
        Assert.Equal((8, -0.5), episodes.Make(0, Move.Left));
        Assert.Equal([1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0.25, -0.5, 0, 0, 1, 0], Seen(episodes));

        // Down one, between border and pillar.
        Assert.Equal((15, 0.0), episodes.Make(0, Move.Down));
        Assert.Equal([1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0.5, 0, 0, 1, 0, 0], Seen(episodes));
    }

    [Fact]
    public void Goal_IsRewarded_AndTheAgentPutDownElsewhere()
    {
        var landed = new HashSet<int>();
        for (var seed = 0; seed < 200; seed++)
        {
            var episodes = MazeSamples.Episodes(Rules, Corner(), count: 1, seed);
            Assert.Equal((9, Rules.Reward), episodes.Make(0, Move.Right));
            Assert.Equal(9, episodes.GoalOf(0));
            landed.Add(episodes.At(0));
            Assert.Equal(Rules.Reward, Seen(episodes)[12]);
        }

        Assert.Equal(Corner().Cells.Except([9]), landed.Order());
    }

    [Fact]
    public void Goals_LieOnEveryFreeCellButTheCentre()
    {
        var (course, episodes) = (MazeCourse.OfPillars(7), MazeSamples.Episodes(Rules, count: 500));
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(course.Maze.Centre, episodes.At(i)));
        Assert.Equal(course.Cells.Except([course.Start]), Enumerable.Range(0, 500).Select(episodes.GoalOf).Distinct().Order());
    }

    [Fact]
    public void RandomWalk_NeverEntersAWall()
    {
        var (maze, episodes, random) = (Maze.OfPillars(13), MazeSamples.Episodes(new MazeSpec(), count: 20), RandomStream.Derive(9, StreamPurpose.Episodes));
        for (var i = 0; i < 4000; i++)
        {
            var (episode, move) = (i % 20, (Move)random.NextInt(MazeEpisodes.Actions));
            var before = episodes.At(episode);
            var (cell, reward) = episodes.Make(episode, move);
            Assert.False(maze.IsWall(cell) || maze.IsWall(episodes.At(episode)));
            Assert.Equal(maze.Step(before, move), cell);
            Assert.Equal(cell == episodes.GoalOf(episode) ? 10 : 0, reward);
            Assert.NotEqual(episodes.GoalOf(episode), episodes.At(episode));
        }
    }

    [Theory]
    [InlineData(0, Move.Up)]
    [InlineData(0.0999, Move.Up)]
    [InlineData(0.1001, Move.Down)]
    [InlineData(0.2999, Move.Down)]
    [InlineData(0.3001, Move.Left)]
    [InlineData(0.6001, Move.Right)]
    [InlineData(0.9999, Move.Right)]
    public void Chance_IsDealtOutByTheProbabilities(double chance, Move move) =>
        Assert.Equal(move, Policy.Choose([Math.Log(0.1), Math.Log(0.2), Math.Log(0.3), Math.Log(0.4)], chance));

    private static MazeCourse Corner() => MazeCourse.Of(new MazeQuestion { Start = new(1, 1), Goal = new(1, 2) }, 7);

    private static double[] Seen(MazeEpisodes episodes)
    {
        var observation = new double[MazeEpisodes.Inputs];
        episodes.Observe(0, observation);
        return observation;
    }
}
