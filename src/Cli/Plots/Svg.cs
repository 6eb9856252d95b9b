using OxyPlot;

namespace WarpGrad.Cli.Plots;

/// <summary>A figure.</summary>
/// <param name="Name">Name of its file, without ending.</param>
/// <param name="Model">What it shows.</param>
/// <param name="Height">Pixels.</param>
internal sealed record Figure(string Name, PlotModel Model, double Height = 400);

/// <summary>Writes figures.</summary>
internal static class Svg
{
    private const double Width = 640;

    /// <summary>Writes a figure into a folder and gives its path back.</summary>
    public static string Write(Figure figure, string folder)
    {
        var path = Path.Combine(folder, $"{figure.Name}.svg");
        using var file = File.Create(path);
        var exporter = new SvgExporter
        {
            Width = Width,
            Height = figure.Height,
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new RoomyText(Width, figure.Height),
        };
        exporter.Export(figure.Model, file);
        return path;
    }

    /// <summary>Measures text as Arial and a bit more: whoever looks at the figure may have a wider font in its place.</summary>
    private sealed class RoomyText(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
    {
        private const double Room = 1.35;

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var size = base.MeasureText(text, "Arial", fontSize, fontWeight);
            return new OxySize(size.Width * Room, size.Height * Room);
        }
    }
}
