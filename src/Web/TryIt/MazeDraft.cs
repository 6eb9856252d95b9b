using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Web.TryIt;

/// <summary>A maze being drawn: it begins as the pillars of the model's own maze.</summary>
public sealed class MazeDraft : Question
{
    private readonly bool[,] _walls;

    /// <summary>A maze of a size.</summary>
    /// <param name="size">Cells along each side, border included.</param>
    public MazeDraft(int size)
    {
        (Size, _walls) = (size, new bool[size, size]);
        (Start, Goal) = (new MazeCell(size / 2, size / 2), new MazeCell(1, size - 2));
        Clear();
    }

    /// <summary>Cells along each side.</summary>
    public int Size { get; }

    /// <summary>Where the goal is.</summary>
    public MazeCell Goal { get; private set; }

    /// <summary>Where the agent starts.</summary>
    public MazeCell Start { get; private set; }

    /// <summary>Seed of the agent's choices.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>One text per row.</summary>
    public IReadOnlyList<string> Rows =>
        [.. Enumerable.Range(0, Size).Select(row => string.Concat(Enumerable.Range(0, Size).Select(column => _walls[row, column] ? '#' : '.')))];

    /// <inheritdoc />
    public override string? Missing => Goal == Start ? TryItTexts.GoalElsewhere : null;

    /// <inheritdoc />
    public override AdaptAndPredictRequest Request => new() { Maze = new MazeQuestion { Walls = Rows, Goal = Goal, Start = Start, Seed = Seed } };

    /// <summary>Goes back to the model's own maze.</summary>
    public void Clear()
    {
        for (var row = 0; row < Size; row++)
            for (var column = 0; column < Size; column++)
                _walls[row, column] = IsBorder(new MazeCell(row, column)) || (row % 2 == 0 && column % 2 == 0);
        // The model's own maze has no pillar in its middle, where agents start.
        _walls[Size / 2, Size / 2] = _walls[Start.Row, Start.Column] = _walls[Goal.Row, Goal.Column] = false;
    }

    /// <summary>Uses a tool at a cell; the border stays closed, start and goal stay free.</summary>
    public void Use(MazeTool tool, MazeCell cell)
    {
        if (IsBorder(cell))
            return;
        if (tool == MazeTool.Wall)
        {
            if (cell != Start && cell != Goal)
                _walls[cell.Row, cell.Column] = !_walls[cell.Row, cell.Column];
            return;
        }

        _walls[cell.Row, cell.Column] = false;
        if (tool == MazeTool.Goal)
            Goal = cell;
        else
            Start = cell;
    }

    /// <summary>What is at a cell, in words.</summary>
    public string At(MazeCell cell) => cell == Goal ? TryItTexts.Goal : cell == Start ? TryItTexts.Start : _walls[cell.Row, cell.Column] ? TryItTexts.Wall : TryItTexts.Free;

    private bool IsBorder(MazeCell cell) => cell.Row <= 0 || cell.Column <= 0 || cell.Row >= Size - 1 || cell.Column >= Size - 1;
}

/// <summary>What a click does to a cell.</summary>
public enum MazeTool
{
    /// <summary>Builds or removes a wall.</summary>
    Wall,

    /// <summary>Puts the goal there.</summary>
    Goal,

    /// <summary>Puts the start there.</summary>
    Start,
}
