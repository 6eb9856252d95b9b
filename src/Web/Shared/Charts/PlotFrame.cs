using System.Globalization;
using System.Text;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Where values lie in a plot, in pixels.</summary>
/// <param name="XAxis">The horizontal axis.</param>
/// <param name="YAxis">The vertical axis.</param>
/// <param name="Width">Width with margins.</param>
/// <param name="Height">Height with margins.</param>
public sealed record PlotFrame(Axis XAxis, Axis YAxis, double Width, double Height)
{
    /// <summary>Margins, which hold the texts of the axes.</summary>
    public const int Left = 48, Right = 14, Top = 8, Bottom = 34;

    /// <summary>Pixel of a value of the horizontal axis.</summary>
    public double X(double value) => Left + XAxis.Share(value) * (Width - Left - Right);

    /// <summary>Pixel of a value of the vertical axis; what lies beyond is drawn at the edge.</summary>
    public double Y(double value) => Height - Bottom - Math.Clamp(YAxis.Share(value), 0, 1) * (Height - Top - Bottom);

    /// <summary>Values of linear axes at a pixel.</summary>
    public (double X, double Y) At(double x, double y) =>
        (XAxis.Value(Math.Clamp((x - Left) / (Width - Left - Right), 0, 1)), YAxis.Value(Math.Clamp((Height - Bottom - y) / (Height - Top - Bottom), 0, 1)));

    /// <summary>An SVG path through points; it breaks where a value has no place.</summary>
    public string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var pen = false;
        foreach (var (x, y) in points)
        {
            if (!Drawable.Is(y))
            {
                pen = false;
                continue;
            }

            path.Append(pen ? 'L' : 'M').Append(Px(X(x))).Append(' ').Append(Px(Y(y)));
            pen = true;
        }

        return path.ToString();
    }

    /// <summary>A number as SVG and CSS read it.</summary>
    public static string Px(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
