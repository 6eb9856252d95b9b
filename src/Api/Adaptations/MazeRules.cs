using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Api.Adaptations;

/// <summary>What maze models ask of a request.</summary>
internal static class MazeRules
{
    private const char Wall = '#';
    private const char Free = '.';

    /// <summary>Refuses mazes of another size, with holes in the border, and a goal or start in a wall.</summary>
    /// <param name="maze">The question.</param>
    /// <param name="size">Side of the mazes that the model knows.</param>
    public static void Check(MazeQuestion? maze, int size)
    {
        if (maze is null)
            throw ApiProblem.Invalid("maze", "Send a 'maze' with a 'goal' and, where wanted, 'walls', 'start' and 'seed'.");
        if (maze.Walls is { } walls)
            CheckWalls(walls, size);
        CheckCell(maze, maze.Goal, "maze.goal", "goal", size);
        var start = maze.Start ?? new MazeCell(size / 2, size / 2);
        // Of the model's own maze only the border is known here; pillars and ways the worker checks.
        if (maze.Start is not null || maze.Walls is not null)
            CheckCell(maze, start, "maze.start", maze.Start is null ? "centre, where the agent starts unless 'start' says otherwise," : "start", size);
    }

    private static void CheckWalls(IReadOnlyList<string> walls, int size)
    {
        const string field = "maze.walls";
        if (walls.Count != size)
            throw ApiProblem.Invalid(field, $"The model knows mazes of {size} rows and {size} columns, border included; this one has {walls.Count} rows.");
        foreach (var (row, line) in walls.Index())
        {
            if (line?.Length != size)
                throw ApiProblem.Invalid(field, $"Each row has {size} characters; row {row} has {line?.Length ?? 0}.");
            if (line.AsSpan().IndexOfAnyExcept(Wall, Free) is >= 0 and var column)
                throw ApiProblem.Invalid(field, $"Rows are made of '{Wall}' for walls and '{Free}' for free cells; row {row}, column {column} is '{line[column]}'.");
            var border = row == 0 || row == size - 1 ? line.IndexOf(Free, StringComparison.Ordinal) : line[0] == Free ? 0 : line[^1] == Free ? size - 1 : -1;
            if (border >= 0)
                throw ApiProblem.Invalid(field, $"The border must be closed; row {row}, column {border} is free. Make it '{Wall}'.");
        }
    }

    private static void CheckCell(MazeQuestion maze, MazeCell cell, string field, string what, int size)
    {
        var inside = cell.Row > 0 && cell.Row < size - 1 && cell.Column > 0 && cell.Column < size - 1;
        if (!inside)
            throw ApiProblem.Invalid(field, $"The {what} must lie inside the border: row and column from 1 to {size - 2}; it is at row {cell.Row}, column {cell.Column}.");
        if (maze.Walls is { } walls && walls[cell.Row][cell.Column] == Wall)
            throw ApiProblem.Invalid(field, $"The {what} at row {cell.Row}, column {cell.Column} is a wall: choose a free cell.");
    }
}
