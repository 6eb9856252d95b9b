using WarpGrad.Contracts;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Which values have a place in a chart.</summary>
public static class Drawable
{
    /// <summary>Whether a value does.</summary>
    public static bool Is(double value) => FiniteNumbers.IsMeasured(value);
}
