using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Tests.Mazes;

public sealed class MazeTests
{
    private static readonly string[] Room = ["#####", "#...#", "#.#.#", "#...#", "#####"];

    [Fact]
    public void Pillars_StandAtEverySecondCell_ButNotInTheCentre() => Assert.Equal(
        ["#########", "#.......#", "#.#.#.#.#", "#.......#", "#.#...#.#", "#.......#", "#.#.#.#.#", "#.......#", "#########"],
        Maze.OfPillars(9).Rows);

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(41)]
    public void EveryFreeCell_CanBeReached(int size)
    {
        var maze = Maze.OfPillars(size);
        Assert.Equal(Enumerable.Range(0, size * size).Where(cell => !maze.IsWall(cell)), maze.ReachableFrom(maze.Centre));
    }

    [Fact]
    public void Parse_ReadsWhatRowsWrite() => Assert.Equal(Room, Maze.Parse(Room, 5).Rows);

    public static TheoryData<string, MazeQuestion> Faulty => new()
    {
        { "5 rows", Question(["###", "#.#", "###"]) },
        { "5 rows", Question(["#####", "#...#", "#.#.", "#...#", "#####"]) },
        { "'x' is neither", Question(["#####", "#...#", "#.x.#", "#...#", "#####"]) },
        { "border", Question(["#####", "#....", "#.#.#", "#...#", "#####"]) },
        { "goal must be a free cell", Question(Room, goal: new(2, 2)) },
        { "goal must be a free cell", Question(Room, goal: new(-1, 9)) },
        { "start must be a free cell", Question(Room, start: new(0, 0)) },
        { "start, which is the centre", new MazeQuestion { Walls = Room, Goal = new(1, 1) } },
        { "another cell", Question(Room, start: new(1, 1), goal: new(1, 1)) },
        { "cannot be reached", Question(["#####", "#.#.#", "#.#.#", "#.#.#", "#####"], start: new(1, 1), goal: new(1, 3)) },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Course_SaysWhatIsWrongWithAMaze(string fault, MazeQuestion question) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => MazeCourse.Of(question, 5)).Message, StringComparison.Ordinal);

    [Fact]
    public void Course_OfACaller_KeepsStartAndGoal_AndLeavesOutWhatCannotBeReached()
    {
        var course = MazeCourse.Of(Question(["#####", "#..##", "#####", "#...#", "#####"], new(1, 1), new(1, 2)), 5);
        Assert.Equal((6, 7), (course.Start, course.Goal));
        Assert.Equal([6, 7], course.Cells);
    }

    private static MazeQuestion Question(string[] walls, MazeCell? start = null, MazeCell? goal = null) =>
        new() { Walls = walls, Start = start ?? new(1, 2), Goal = goal ?? new(1, 1) };
}
