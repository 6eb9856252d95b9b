using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Shared.Pictures;

/// <summary>What pictures of curves have in common.</summary>
internal static class CurveParts
{
    /// <summary>Mean squared distance of two curves.</summary>
    public static double Squared(IReadOnlyList<double> fit, IReadOnlyList<double> target) => fit.Zip(target, (a, b) => (a - b) * (a - b)).Average();

    /// <summary>The true curve, where it is known.</summary>
    public static Curve[] Target(IReadOnlyList<double> x, IReadOnlyList<double> y) => y.Count == 0 ? [] : [new Curve(SharedTexts.TrueCurve, "target c1", x, y)];
}
