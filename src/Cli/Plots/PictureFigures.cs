using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Cli.Plots;

/// <summary>Figures of what one method did on one held-out task, from the picture of its first seed that has one.</summary>
internal static class PictureFigures
{
    /// <summary>Every figure that the method's picture allows; none for images and mazes, which the page shows.</summary>
    public static IEnumerable<Figure> Draw(Method method)
    {
        var picture = method.Result.Runs.Select(run => run.Picture?.Picture).OfType<TaskPicture>().FirstOrDefault();
        IEnumerable<(string Name, PlotModel Model)> figures = picture switch
        {
            CurvePicture curve => [("fit", Fits(curve.X, curve.Target, curve.Fits, curve.SupportX.Zip(curve.SupportY, (x, y) => new ScatterPoint(x, y))))],
            StreamPicture stream => [("fit", Fits(stream.X, stream.Target, stream.Fits, [])), ("forgetting", Forgetting(stream)), ("stream", Stream(stream))],
            SurfacePicture surface => [("descent", Descent(surface)), ("losses", Losses(surface))],
            _ => [],
        };
        return figures.Select(figure =>
        {
            figure.Model.Title = $"{method.Name}: {figure.Model.Title}";
            return new Figure($"{Slugs.From(method.Name, "method")}-{figure.Name}", figure.Model);
        });
    }

    private static PlotModel Fits(IReadOnlyList<double> x, IReadOnlyList<double> target, IReadOnlyList<CurveFit> fits, IEnumerable<ScatterPoint> support)
    {
        var model = Canvas.Empty("curve of one held-out task");
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, "x"));
        model.Axes.Add(Canvas.Linear(AxisPosition.Left, "y"));
        if (target.Count > 0)
            model.Series.Add(Line("true curve", OxyColors.Black, x, target, LineStyle.Dash));
        var colors = OxyPalettes.Viridis(Math.Max(2, fits.Count + 1)).Colors;
        foreach (var (place, fit) in fits.Index())
            model.Series.Add(Line($"after {fit.Step} steps", colors[place], x, fit.Y));
        var points = new ScatterSeries { Title = "support", MarkerType = MarkerType.Circle, MarkerSize = 4, MarkerFill = OxyColors.Black };
        points.Points.AddRange(support);
        if (points.Points.Count > 0)
            model.Series.Add(points);
        return model;
    }

    /// <summary>Row: after which part; column: loss on which part.</summary>
    private static PlotModel Forgetting(StreamPicture stream)
    {
        var parts = stream.Losses.Count;
        var model = Canvas.Empty("loss on every sub-task after each");
        model.Legends.Clear();
        var names = Enumerable.Range(1, parts).Select(part => $"{part}").ToList();
        model.Axes.Add(Categories(AxisPosition.Bottom, "loss on sub-task", names, reversed: false));
        model.Axes.Add(Categories(AxisPosition.Left, "after sub-task", names, reversed: true));
        // Losses span orders of magnitude: colours follow their logarithm, the numbers in the cells are the losses.
        model.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right, Palette = OxyPalettes.Viridis(200), Title = "log₁₀ loss" });
        var logarithms = new double[parts, parts];
        foreach (var (after, losses) in stream.Losses.Index())
            foreach (var (part, loss) in losses.Index())
            {
                logarithms[part, after] = Math.Log10(Math.Max(loss, 1e-12));
                model.Annotations.Add(new TextAnnotation
                {
                    Text = Figures.Number(loss),
                    TextPosition = new DataPoint(part, after),
                    TextHorizontalAlignment = HorizontalAlignment.Center,
                    TextVerticalAlignment = VerticalAlignment.Middle,
                    StrokeThickness = 0,
                    Background = OxyColor.FromAColor(190, OxyColors.White),
                    FontSize = 10,
                });
            }

        model.Series.Add(new HeatMapSeries
        {
            X0 = 0,
            X1 = parts - 1,
            Y0 = 0,
            Y1 = parts - 1,
            Data = logarithms,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
        });
        return model;
    }

    private static PlotModel Stream(StreamPicture stream)
    {
        var model = Canvas.Empty("loss on every sub-task over the stream");
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, "adaptation steps"));
        model.Axes.Add(Canvas.Logarithmic(AxisPosition.Left, "loss"));
        var steps = stream.Steps.Select(step => (double)step).ToList();
        var colors = OxyPalettes.Viridis(Math.Max(2, stream.Stream.Count + 1)).Colors;
        foreach (var (part, losses) in stream.Stream.Index())
            model.Series.Add(Line($"sub-task {part + 1}", colors[part], steps, losses));
        return model;
    }

    private static PlotModel Descent(SurfacePicture surface)
    {
        var model = Canvas.Empty("descent on one held-out surface");
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, "x₁"));
        model.Axes.Add(Canvas.Linear(AxisPosition.Left, "x₂"));
        model.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right, Palette = OxyPalettes.Viridis(200), Title = "f" });
        var heights = new double[surface.Side, surface.Side];
        foreach (var (place, height) in surface.Heights.Index())
            heights[place % surface.Side, place / surface.Side] = height;
        model.Series.Add(new HeatMapSeries
        {
            X0 = -surface.Range,
            X1 = surface.Range,
            Y0 = -surface.Range,
            Y1 = surface.Range,
            Data = heights,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
        });
        model.Series.Add(Path("gradient descent", OxyColor.FromRgb(0xB0, 0xB0, 0xB0), surface.Plain));
        model.Series.Add(Path("warped descent", OxyColor.FromRgb(0xD5, 0x5E, 0x00), surface.Warped));
        return model;
    }

    private static PlotModel Losses(SurfacePicture surface)
    {
        var model = Canvas.Empty("loss of one descent");
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, "steps"));
        model.Axes.Add(Canvas.Linear(AxisPosition.Left, "f"));
        model.Series.Add(Line("gradient descent", OxyColor.FromRgb(0x44, 0x44, 0x44), Places(surface.PlainLosses), surface.PlainLosses));
        model.Series.Add(Line("warped descent", OxyColor.FromRgb(0xD5, 0x5E, 0x00), Places(surface.WarpedLosses), surface.WarpedLosses));
        return model;
    }

    private static IEnumerable<double> Places(IReadOnlyList<double> values) => Enumerable.Range(0, values.Count).Select(place => (double)place);

    private static CategoryAxis Categories(AxisPosition position, string title, IEnumerable<string> names, bool reversed)
    {
        var axis = new CategoryAxis { Position = position, Title = title, AxisTitleDistance = 8, TickStyle = TickStyle.None, StartPosition = reversed ? 1 : 0, EndPosition = reversed ? 0 : 1 };
        axis.Labels.AddRange(names);
        return axis;
    }

    private static LineSeries Path(string title, OxyColor color, IEnumerable<SurfacePoint> points)
    {
        var line = Line(title, color, points.Select(point => point.X1), points.Select(point => point.X2));
        (line.MarkerType, line.MarkerSize, line.MarkerFill) = (MarkerType.Circle, 2, color);
        return line;
    }

    private static LineSeries Line(string title, OxyColor color, IEnumerable<double> x, IEnumerable<double> y, LineStyle style = LineStyle.Solid)
    {
        var line = new LineSeries { Title = title, Color = color, StrokeThickness = 2, LineStyle = style };
        line.Points.AddRange(x.Zip(y, (a, b) => new DataPoint(a, b)));
        return line;
    }
}
