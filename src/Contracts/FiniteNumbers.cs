namespace WarpGrad.Contracts;

/// <summary>Numbers as JSON can carry them: it knows no infinity, and a learner that ran away has infinite losses. The largest number stands for these.</summary>
public static class FiniteNumbers
{
    /// <summary>A number, or the largest in place of what is not finite.</summary>
    /// <param name="value">As it was measured.</param>
    public static double Of(double value) => double.IsFinite(value) ? value : double.MaxValue;

    /// <summary>Whether a number is a value that was measured, and not what stands for one that is not finite.</summary>
    /// <param name="value">The number.</param>
    public static bool IsMeasured(double value) => double.IsFinite(value) && Math.Abs(value) < double.MaxValue;
}
