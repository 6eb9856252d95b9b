using OxyPlot;
using OxyPlot.Series;
using WarpGrad.Cli.Results;

namespace WarpGrad.Cli.Plots;

/// <summary>A mean with a band of one standard deviation over seeds.</summary>
internal static class Band
{
    private const byte Pale = 48;

    /// <summary>Adds the band, where there are several seeds, and the line.</summary>
    /// <param name="model">The figure.</param>
    /// <param name="method">Whose curve.</param>
    /// <param name="points">Its points.</param>
    /// <param name="marked">Whether single points are marked.</param>
    public static void Add(PlotModel model, Method method, IReadOnlyList<(double At, Spread Value)> points, bool marked)
    {
        if (points.Any(point => point.Value.Deviation > 0))
        {
            var band = new AreaSeries { Fill = OxyColor.FromAColor(Pale, method.Color), StrokeThickness = 0, Color = OxyColors.Transparent, Color2 = OxyColors.Transparent, RenderInLegend = false };
            band.Points.AddRange(points.Select(point => new DataPoint(point.At, point.Value.Mean + (point.Value.Deviation ?? 0))));
            band.Points2.AddRange(points.Select(point => new DataPoint(point.At, point.Value.Mean - (point.Value.Deviation ?? 0))));
            model.Series.Add(band);
        }

        var line = new LineSeries
        {
            Title = method.Name,
            Color = method.Color,
            StrokeThickness = 2,
            MarkerType = marked ? MarkerType.Circle : MarkerType.None,
            MarkerSize = 3,
            MarkerFill = method.Color,
        };
        line.Points.AddRange(points.Select(point => new DataPoint(point.At, point.Value.Mean)));
        model.Series.Add(line);
    }
}
