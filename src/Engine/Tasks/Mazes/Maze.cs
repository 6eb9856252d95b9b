using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>A square grid of walls and free cells with a closed border. Cells are numbered row by row.</summary>
public sealed class Maze
{
    private const char Wall = '#', Free = '.';

    private readonly bool[] _walls;

    private Maze(int size, Func<int, int, bool> isWall)
    {
        Size = size;
        _walls = [.. Enumerable.Range(0, size * size).Select(cell => isWall(cell / size, cell % size))];
    }

    /// <summary>Side of the grid, border included.</summary>
    public int Size { get; }

    /// <summary>The cell in the middle.</summary>
    public int Centre => _walls.Length / 2;

    /// <summary>One text per row, '#' for walls and '.' for free cells.</summary>
    public IReadOnlyList<string> Rows =>
        [.. _walls.Chunk(Size).Select(row => new string([.. row.Select(wall => wall ? Wall : Free)]))];

    /// <summary>The maze of the paper's experiment (§4.3 c.1): a pillar at every second cell of every second row, and the centre free.</summary>
    /// <param name="size">Side of the grid; odd.</param>
    public static Maze OfPillars(int size) => new(size, (row, column) =>
        row == 0 || column == 0 || row == size - 1 || column == size - 1 || (row % 2 == 0 && column % 2 == 0 && !(row == size / 2 && column == size / 2)));

    /// <summary>Reads a maze.</summary>
    /// <param name="rows">One text per row, '#' for walls and '.' for free cells.</param>
    /// <param name="size">The side it must have.</param>
    /// <exception cref="ArgumentException">When it is not a maze of that size with a closed border.</exception>
    public static Maze Parse(IReadOnlyList<string> rows, int size)
    {
        if (rows.Count != size || rows.Any(row => row?.Length != size))
            throw new ArgumentException($"The model's mazes have {size} rows of {size} cells; give as many.", nameof(rows));
        if (rows.SelectMany(row => row).FirstOrDefault(mark => mark is not (Wall or Free)) is var strange and not default(char))
            throw new ArgumentException($"A maze is written with '{Wall}' for walls and '{Free}' for free cells; '{strange}' is neither.", nameof(rows));
        var maze = new Maze(size, (row, column) => rows[row][column] == Wall);
        return Enumerable.Range(0, size).All(i => maze.IsWall(i) && maze.IsWall(size * (size - 1) + i) && maze.IsWall(size * i) && maze.IsWall(size * i + size - 1))
            ? maze
            : throw new ArgumentException("The border of a maze must be closed: walls all around.", nameof(rows));
    }

    /// <summary>Whether a cell is a wall.</summary>
    /// <param name="cell">Its number.</param>
    public bool IsWall(int cell) => _walls[cell];

    /// <summary>Number of a cell; null where it lies outside.</summary>
    /// <param name="cell">The cell.</param>
    public int? NumberOf(MazeCell cell) =>
        cell.Row >= 0 && cell.Row < Size && cell.Column >= 0 && cell.Column < Size ? cell.Row * Size + cell.Column : null;

    /// <summary>The cell of a number.</summary>
    /// <param name="number">Its number.</param>
    public MazeCell CellOf(int number) => new(number / Size, number % Size);

    /// <summary>Where a move leads: to the neighbouring cell, or nowhere if that is a wall.</summary>
    /// <param name="cell">A free cell.</param>
    /// <param name="move">The move.</param>
    public int Step(int cell, Move move)
    {
        var next = move switch
        {
            Move.Up => cell - Size,
            Move.Down => cell + Size,
            Move.Left => cell - 1,
            Move.Right => cell + 1,
            _ => throw new ArgumentOutOfRangeException(nameof(move), move, "Unknown move."),
        };
        return _walls[next] ? cell : next;
    }

    /// <summary>The cells that can be walked to, in ascending order.</summary>
    /// <param name="from">A free cell, itself one of them.</param>
    public IReadOnlyList<int> ReachableFrom(int from)
    {
        var seen = new SortedSet<int> { from };
        var open = new Stack<int>([from]);
        while (open.TryPop(out var cell))
        {
            foreach (var next in Enum.GetValues<Move>().Select(move => Step(cell, move)).Where(seen.Add))
                open.Push(next);
        }

        return [.. seen];
    }
}

/// <summary>What an agent can do.</summary>
public enum Move
{
    /// <summary>One row up.</summary>
    Up,

    /// <summary>One row down.</summary>
    Down,

    /// <summary>One column to the left.</summary>
    Left,

    /// <summary>One column to the right.</summary>
    Right,
}
