using OxyPlot;

namespace WarpGrad.Cli.Plots;

/// <summary>Writes figures.</summary>
internal static class Svg
{
    private const double Width = 640;
    private const double Height = 400;

    /// <summary>Writes a figure and gives its path back.</summary>
    public static string Write(PlotModel model, string path)
    {
        using var file = File.Create(path);
        new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.Export(model, file);
        return path;
    }
}
