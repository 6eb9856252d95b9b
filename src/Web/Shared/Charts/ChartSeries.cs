using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Its points, steps ascending.</param>
/// <param name="Color">0 to 6: grey, or one of the chart colours of <c>app.css</c>.</param>
/// <param name="Dashed">Dashed and lighter, for what is only there to compare with.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<MetricPoint> Points, int Color, bool Dashed = false);
