using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>A maze with a start, and a goal unless each episode draws one. What cannot be reached from the start plays no part.</summary>
public sealed class MazeCourse
{
    private MazeCourse(Maze maze, int start, int? goal) => (Maze, Start, Goal, Cells) = (maze, start, goal, maze.ReachableFrom(start));

    /// <summary>The maze.</summary>
    public Maze Maze { get; }

    /// <summary>Cell every episode starts in.</summary>
    public int Start { get; }

    /// <summary>Cell of the goal; null where each episode draws one.</summary>
    public int? Goal { get; }

    /// <summary>The cells that can be reached from the start, itself included, in ascending order.</summary>
    public IReadOnlyList<int> Cells { get; }

    /// <summary>The maze of the paper's experiment, with the start in the centre and a goal drawn for each episode.</summary>
    /// <param name="size">Side of the grid; odd.</param>
    public static MazeCourse OfPillars(int size) => Of(Maze.OfPillars(size), null, null);

    /// <summary>A caller's maze.</summary>
    /// <param name="question">The maze.</param>
    /// <param name="size">Side of the grid.</param>
    /// <exception cref="ArgumentException">When it is not a maze of that size, or start or goal are not free cells of it, or one cannot be reached from the other.</exception>
    public static MazeCourse Of(MazeQuestion question, int size) =>
        Of(question.Walls is { } rows ? Maze.Parse(rows, size) : Maze.OfPillars(size), question.Start, question.Goal);

    private static MazeCourse Of(Maze maze, MazeCell? start, MazeCell? goal)
    {
        var course = new MazeCourse(
            maze, start is { } given ? Free(maze, given, "start") : Free(maze, maze.CellOf(maze.Centre), "start, which is the centre when it is not given,"),
            goal is { } wanted ? Free(maze, wanted, "goal") : null);
        if (course.Goal == course.Start)
            throw new ArgumentException("The goal must be another cell than the start.", nameof(goal));
        return course.Goal is not { } cell || course.Cells.Contains(cell)
            ? course
            : throw new ArgumentException("The goal cannot be reached from the start.", nameof(goal));
    }

    private static int Free(Maze maze, MazeCell cell, string what) => maze.NumberOf(cell) is { } number && !maze.IsWall(number)
        ? number
        : throw new ArgumentException($"The {what} must be a free cell of the maze; row {cell.Row}, column {cell.Column} is not.", nameof(cell));
}
