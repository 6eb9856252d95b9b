using WarpGrad.Contracts.Pictures;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Shared.Pictures;

/// <summary>An agent's way as lines to draw.</summary>
internal static class MazePaths
{
    private const int MostPieces = 40;
    private const double Faintest = 0.12;

    /// <summary>The way up to a move, in pieces that fade from the newest to the oldest.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="moves">Moves shown.</param>
    public static IEnumerable<(string Path, double Opacity)> Pieces(MazePicture picture, int moves)
    {
        var length = Math.Max(1, (int)Math.Ceiling(moves / (double)MostPieces));
        for (var from = 0; from < moves; from += length)
        {
            var to = Math.Min(moves, from + length);
            yield return (Line(picture, from, to), Faintest + (1 - Faintest) * to / moves);
        }
    }

    /// <summary>Whether the agent was put down elsewhere after a move.</summary>
    public static bool IsJump(MazePicture picture, int move) => Distance(picture.Path[move], picture.Path[move + 1]) > 1;

    private static string Line(MazePicture picture, int from, int to)
    {
        var line = "M" + Point(picture.Path[from]);
        for (var move = from; move < to; move++)
        {
            var (here, next) = (picture.Path[move], picture.Path[move + 1]);
            if (!IsJump(picture, move))
                line += "L" + Point(next);
            else
                // The move that was rewarded led to the goal; from there the agent was put down elsewhere.
                line += (Distance(here, picture.Goal) == 1 ? "L" + Point(picture.Goal) : "") + "M" + Point(next);
        }

        return line;
    }

    private static int Distance(MazeCell a, MazeCell b) => Math.Abs(a.Row - b.Row) + Math.Abs(a.Column - b.Column);

    private static string Point(MazeCell cell) => $"{PlotFrame.Px(cell.Column + 0.5)} {PlotFrame.Px(cell.Row + 0.5)}";
}
