using System.Globalization;
using System.Net;
using System.Text;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>
/// A chart as a picture that stands alone: with its title, the names of its axes, and a legend. Colours are written as the page's own
/// variables, such as <c>var(--chart-1)</c>, which are filled in when it is saved, so that a file looks as the page does.
/// </summary>
/// <param name="Title">What is drawn.</param>
/// <param name="XLabel">Name of the horizontal axis.</param>
/// <param name="YLabel">Name of the vertical axis.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="YFormat">Writes a value of the vertical axis.</param>
/// <param name="Lines">The lines, each with points.</param>
/// <param name="Faint">Lines behind them that are in no legend, such as what was measured behind what was smoothed.</param>
public sealed record ChartPicture(
    string Title, string XLabel, string YLabel, Axis X, Axis Y, Func<double, string> YFormat, IReadOnlyList<ChartSeries> Lines, IReadOnlyList<ChartSeries> Faint)
{
    private const int Width = 960, PlotHeight = 460, TitleHeight = 40, LabelWidth = 22, LegendRow = 20, LegendGap = 18;

    // Of the letters of a legend; a font that is a little wider or narrower leaves or takes a little of the gap.
    private const double LetterWidth = 6.6;

    private const string Ink = "var(--mud-palette-text-primary)", Pale = "var(--mud-palette-text-secondary)", Rule = "var(--mud-palette-divider)";

    /// <summary>The picture in SVG.</summary>
    public string Svg()
    {
        var frame = new PlotFrame(X, Y, Width - LabelWidth, PlotHeight);
        var legend = Legend();
        var height = TitleHeight + PlotHeight + LegendGap + LegendRow * (legend.Count == 0 ? 0 : legend[^1].Row + 1);
        var svg = new StringBuilder();
        svg.Append(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="12">"""));
        svg.Append(Invariant($"""<title>{Safe(Title)}</title><rect width="{Width}" height="{height}" fill="var(--mud-palette-surface)"/>"""));
        Text(svg, LabelWidth + PlotFrame.Left, 25, Title, "start", Ink, """ font-size="16" font-weight="600" """);
        svg.Append(Invariant($"""<g transform="translate({LabelWidth} {TitleHeight})">"""));
        Axes(svg, frame);
        foreach (var line in Faint)
            Line(svg, frame, line, """ stroke-width="1" opacity="0.35" """);
        foreach (var line in Lines)
            Line(svg, frame, line, Stroke(line));
        svg.Append("</g>");
        Text(svg, 0, 0, YLabel, "middle", Ink, Invariant($""" transform="translate(15 {TitleHeight + PlotHeight / 2}) rotate(-90)" """));
        foreach (var (line, row, x) in legend)
        {
            var y = TitleHeight + PlotHeight + LegendGap + row * LegendRow;
            svg.Append(Invariant($"""<line x1="{PlotFrame.Px(x)}" x2="{PlotFrame.Px(x + 22)}" y1="{y}" y2="{y}" stroke="{Color(line)}"{Stroke(line)}/>"""));
            Text(svg, x + 28, y + 4, line.Name, "start", Ink);
        }

        return svg.Append("</svg>").ToString();
    }

    private void Axes(StringBuilder svg, PlotFrame frame)
    {
        foreach (var tick in Y.TicksFor(PlotHeight / 24))
        {
            var y = PlotFrame.Px(frame.Y(tick));
            svg.Append(Invariant($"""<line x1="{PlotFrame.Left}" x2="{PlotFrame.Px(frame.Width - PlotFrame.Right)}" y1="{y}" y2="{y}" stroke="{Rule}"/>"""));
            Text(svg, PlotFrame.Left - 6, frame.Y(tick) + 4, YFormat(tick), "end", Pale);
        }

        foreach (var tick in X.TicksFor((int)frame.Width / 56))
        {
            var x = PlotFrame.Px(frame.X(tick));
            svg.Append(Invariant($"""<line x1="{x}" x2="{x}" y1="{PlotFrame.Top}" y2="{PlotHeight - PlotFrame.Bottom}" stroke="{Rule}" opacity="0.5"/>"""));
            Text(svg, frame.X(tick), PlotHeight - PlotFrame.Bottom + 16, Say.Count((long)tick), "middle", Pale);
        }

        Text(svg, (PlotFrame.Left + frame.Width - PlotFrame.Right) / 2, PlotHeight - 2, XLabel, "middle", Ink);
    }

    private static void Line(StringBuilder svg, PlotFrame frame, ChartSeries line, string stroke)
    {
        var path = frame.Path(line.Points.Select(point => ((double)point.Step, point.Value)));
        svg.Append(Invariant($"""<path d="{path}" fill="none" stroke-linejoin="round" stroke-linecap="round" stroke="{Color(line)}"{stroke}/>"""));
        // A line of one point would not be seen.
        if (line.Points.Count <= 40)
            foreach (var point in line.Points.Where(point => Drawable.Is(point.Value)))
                svg.Append(Invariant($"""<circle cx="{PlotFrame.Px(frame.X(point.Step))}" cy="{PlotFrame.Px(frame.Y(point.Value))}" r="2.2" fill="{Color(line)}"/>"""));
    }

    private List<(ChartSeries Line, int Row, double X)> Legend()
    {
        var legend = new List<(ChartSeries, int, double)>();
        var (row, x) = (0, (double)(LabelWidth + PlotFrame.Left));
        foreach (var line in Lines)
        {
            var width = 28 + LetterWidth * line.Name.Length + 22;
            if (x + width > Width && x > LabelWidth + PlotFrame.Left)
                (row, x) = (row + 1, LabelWidth + PlotFrame.Left);
            legend.Add((line, row, x));
            x += width;
        }

        return legend;
    }

    private static string Stroke(ChartSeries line) => line.Dashed ? """ stroke-width="1.25" stroke-dasharray="4 4" opacity="0.75" """ : """ stroke-width="1.75" """;

    private static string Color(ChartSeries line) => line.Color == 0 ? Pale : Invariant($"var(--chart-{line.Color})");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string color, string more = "") =>
        svg.Append(Invariant($"""<text x="{PlotFrame.Px(x)}" y="{PlotFrame.Px(y)}" text-anchor="{anchor}" fill="{color}"{more}>{Safe(text)}</text>"""));

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
