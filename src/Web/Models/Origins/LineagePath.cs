using System.Globalization;
using System.Text;

namespace WarpGrad.Web.Models.Origins;

/// <summary>Where a line meets a column.</summary>
/// <param name="Left">Left edge of the column.</param>
/// <param name="Right">Right edge of the column.</param>
/// <param name="Y">Height at which it passes.</param>
internal readonly record struct LineageCrossing(double Left, double Right, double Y);

/// <summary>Lines between columns.</summary>
internal static class LineagePath
{
    /// <summary>From the right edge of the first to the left edge of the last: level within columns, bent between them.</summary>
    public static string Through(IEnumerable<LineageCrossing> crossings)
    {
        var path = new StringBuilder();
        LineageCrossing? before = null;
        foreach (var here in crossings)
        {
            if (before is not { } last)
                path.Append(CultureInfo.InvariantCulture, $"M{here.Right:0.#} {here.Y:0.#}");
            else
            {
                var middle = (last.Right + here.Left) / 2;
                path.Append(CultureInfo.InvariantCulture, $"L{last.Right:0.#} {last.Y:0.#}C{middle:0.#} {last.Y:0.#} {middle:0.#} {here.Y:0.#} {here.Left:0.#} {here.Y:0.#}");
            }

            before = here;
        }

        return path.ToString();
    }
}
