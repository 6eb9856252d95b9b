namespace WarpGrad.Web.Shared.Charts;

/// <summary>A curve over real numbers.</summary>
/// <param name="Name">Name in the legend; none where empty.</param>
/// <param name="Class">CSS classes of its line.</param>
/// <param name="X">Inputs.</param>
/// <param name="Y">Outputs.</param>
public sealed record Curve(string Name, string Class, IReadOnlyList<double> X, IReadOnlyList<double> Y);
