namespace WarpGrad.Web.Shared.Charts;

/// <summary>Which values have a place in a chart.</summary>
public static class Drawable
{
    /// <summary>Whether a value does.</summary>
    /// <remarks>In results the largest number stands for what is not finite, which JSON cannot carry.</remarks>
    public static bool Is(double value) => double.IsFinite(value) && Math.Abs(value) < double.MaxValue;
}
