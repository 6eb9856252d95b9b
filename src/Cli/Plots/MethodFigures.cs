using System.Text.Json;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Plots;

/// <summary>Figures that compare methods whose scores count the same.</summary>
internal static class MethodFigures
{
    private const int MostMarkers = 30;
    private const double BarsFrame = 90;
    private const double BarHeight = 50;

    /// <summary>Every figure there is data for.</summary>
    /// <param name="measure">What the scores count.</param>
    /// <param name="methods">The methods.</param>
    public static IEnumerable<Figure> Draw(Measure measure, IReadOnlyList<Method> methods)
    {
        var score = JsonNamingPolicy.CamelCase.ConvertName(measure.ToString());
        var format = measure.IsShare() ? "0 %" : null;
        (string Name, string Title, string Axis, string Metric, string? Format)[] curves =
        [
            ($"validation-{score}", $"Validation tasks: {score} after adaptation", score, MetricNames.ValidationAfter(measure), format),
            ($"train-{score}", $"Training tasks: {score} after adaptation", score, MetricNames.TrainAfter(measure), format),
            ($"validation-loss-{score}", "Validation tasks: loss after adaptation", "loss", MetricNames.ValidationLossAfter, null),
            ($"train-loss-{score}", "Training tasks: loss after adaptation", "loss", MetricNames.TrainLossAfter, null),
        ];
        foreach (var (name, title, axis, metric, ticks) in curves)
            if (Curve(title, "meta-steps", axis, ticks, methods, method => method.Series(metric)) is { } curve)
                yield return new Figure(name, curve);
        if (Curve($"Test tasks: {score} over adaptation", "adaptation steps", score, format, methods, method => ByStep(method, summary => summary.ScoreByStep)) is { } scores)
            yield return new Figure($"adaptation-{score}", scores);
        if (Curve("Test tasks: loss over adaptation", "adaptation steps", "loss", null, methods, method => ByStep(method, summary => summary.LossByStep)) is { } losses)
            yield return new Figure($"adaptation-loss-{score}", losses);
        var finished = methods.Where(method => method.Result.Summary is not null).ToList();
        if (finished.Count > 0)
            yield return new Figure($"final-{score}", Bars(score, format, finished), BarsFrame + BarHeight * finished.Count);
    }

    private static PlotModel? Curve(
        string title, string x, string y, string? format, IReadOnlyList<Method> methods, Func<Method, IReadOnlyList<(double, Spread)>> read)
    {
        var curves = methods.Select(method => (method, Points: read(method))).Where(curve => curve.Points.Count > 0).ToList();
        if (curves.Count == 0)
            return null;
        var model = Canvas.Empty(title);
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, x));
        model.Axes.Add(Canvas.Linear(AxisPosition.Left, y, format));
        foreach (var (method, points) in curves)
            Band.Add(model, method, points, points.Count <= MostMarkers);
        return model;
    }

    private static IReadOnlyList<(double, Spread)> ByStep(Method method, Func<ResultSummary, IReadOnlyList<Spread>> read) =>
        method.Result.Summary is { } summary ? [.. summary.Steps.Zip(read(summary), (step, value) => ((double)step, value))] : [];

    private static PlotModel Bars(string score, string? format, IReadOnlyList<Method> methods)
    {
        var model = Canvas.Empty($"Test tasks: {score} after adaptation");
        model.Legends.Clear();
        var names = new CategoryAxis { Position = AxisPosition.Left, GapWidth = 0.5, TickStyle = TickStyle.None, StartPosition = 1, EndPosition = 0 };
        names.Labels.AddRange(methods.Select(method => method.Name));
        model.Axes.Add(names);
        model.Axes.Add(Canvas.Linear(AxisPosition.Bottom, score, format));
        var bars = new ErrorBarSeries { StrokeThickness = 0, ErrorStrokeThickness = 1.5 };
        bars.Items.AddRange(methods.Select(method =>
        {
            var spread = method.Result.Summary!.Score;
            return new ErrorBarItem(spread.Mean, spread.Deviation ?? 0) { Color = method.Color };
        }));
        model.Series.Add(bars);
        return model;
    }
}
