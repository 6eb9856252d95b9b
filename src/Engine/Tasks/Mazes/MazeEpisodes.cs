using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>
/// Episodes played side by side in one maze, each with a goal of its own that stays for the episode. An agent sees the walls around it,
/// the clock, its last reward and its last move, but not the goal. At the goal it is rewarded and put down on another free cell; pillars
/// are not among them, as they are in the authors' code.
/// </summary>
internal sealed class MazeEpisodes
{
    /// <summary>Numbers in an observation.</summary>
    public const int Inputs = 17;

    /// <summary>Moves to choose from.</summary>
    public const int Actions = 4;

    // Layout of an observation. Entry 9 is always 0, as in the code this setting comes from.
    private const int Bias = 10, Clock = 11, LastReward = 12, LastMove = 13;

    private readonly MazeSpec _spec;
    private readonly MazeCourse _course;
    private readonly RandomStream _random;
    private readonly int[] _at, _goals, _moves;
    private readonly Move[] _last;
    private readonly double[] _reward;

    /// <summary>Begins.</summary>
    /// <param name="spec">Rules.</param>
    /// <param name="course">Maze, start and goal.</param>
    /// <param name="count">Number of episodes.</param>
    /// <param name="random">Decides goals and jumps.</param>
    public MazeEpisodes(MazeSpec spec, MazeCourse course, int count, RandomStream random)
    {
        (_spec, _course, _random, Count) = (spec, course, random, count);
        (_at, _goals, _moves, _last, _reward) = (new int[count], new int[count], new int[count], new Move[count], new double[count]);
        for (var i = 0; i < count; i++)
            (_at[i], _goals[i]) = (course.Start, course.Goal ?? Elsewhere(course.Start));
    }

    /// <summary>Number of episodes.</summary>
    public int Count { get; }

    /// <summary>Cell of an episode's goal.</summary>
    /// <param name="episode">Which.</param>
    public int GoalOf(int episode) => _goals[episode];

    /// <summary>Cell an agent is in.</summary>
    /// <param name="episode">Which.</param>
    public int At(int episode) => _at[episode];

    /// <summary>What an agent sees.</summary>
    /// <param name="episode">Which.</param>
    /// <param name="observation">Receives the numbers.</param>
    public void Observe(int episode, Span<double> observation)
    {
        observation.Clear();
        var (maze, i) = (_course.Maze, 0);
        for (var row = -1; row <= 1; row++)
        {
            for (var column = -1; column <= 1; column++)
                observation[i++] = maze.IsWall(_at[episode] + row * maze.Size + column) ? 1 : 0;
        }

        observation[Bias] = 1;
        observation[Clock] = (double)_moves[episode] / _spec.Moves;
        observation[LastReward] = _reward[episode];
        observation[LastMove + (int)_last[episode]] = 1;
    }

    /// <summary>Makes a move.</summary>
    /// <param name="episode">In which episode.</param>
    /// <param name="move">The move.</param>
    /// <returns>The cell the move itself led to, and its reward.</returns>
    public (int Cell, double Reward) Make(int episode, Move move)
    {
        var (from, goal) = (_at[episode], _goals[episode]);
        var to = _course.Maze.Step(from, move);
        var reward = to == goal ? _spec.Reward : to == from ? 0 - _spec.WallPenalty : 0;
        _at[episode] = to == goal ? Elsewhere(goal) : to;
        (_last[episode], _reward[episode]) = (move, reward);
        _moves[episode]++;
        return (to, reward);
    }

    private int Elsewhere(int than)
    {
        var cells = _course.Cells;
        while (true)
        {
            if (cells[_random.NextInt(cells.Count)] is var cell && cell != than)
                return cell;
        }
    }
}
