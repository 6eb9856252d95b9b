using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace WarpGrad.Cli.Plots;

/// <summary>Empty figures in the one style.</summary>
internal static class Canvas
{
    private static readonly OxyColor Grid = OxyColor.FromRgb(0xE4, 0xE4, 0xE4);

    /// <summary>A figure with a legend outside the plot, so that it never covers a curve.</summary>
    /// <param name="title">What it shows.</param>
    public static PlotModel Empty(string title)
    {
        var model = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Normal,
            DefaultFont = "Arial, Helvetica, sans-serif",
            Background = OxyColors.White,
            PlotAreaBorderColor = OxyColor.FromRgb(0x88, 0x88, 0x88),
        };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });
        return model;
    }

    /// <summary>An axis of numbers.</summary>
    public static Axis Linear(AxisPosition position, string title, string? format = null) =>
        new LinearAxis { Position = position, Title = title, AxisTitleDistance = 8, StringFormat = format, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = Grid, TickStyle = TickStyle.Outside };

    /// <summary>An axis of positive numbers that span orders of magnitude.</summary>
    public static Axis Logarithmic(AxisPosition position, string title) =>
        new LogarithmicAxis { Position = position, Title = title, AxisTitleDistance = 8, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = Grid, TickStyle = TickStyle.Outside, UseSuperExponentialFormat = false };
}
