namespace WarpGrad.Web.Shared.Charts;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">What it means.</param>
/// <param name="Class">CSS classes of the mark.</param>
/// <param name="IsPoint">Whether the mark is a point, not a line.</param>
public sealed record LegendItem(string Name, string Class, bool IsPoint = false);
