using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.TryIt;

/// <summary>Where the curves of a model lie.</summary>
/// <param name="Range">Half width of the interval of inputs.</param>
/// <param name="Height">Largest amplitude.</param>
/// <param name="Parts">Parts of the inputs, equally wide; 1 where a curve is learned at once.</param>
public sealed record CurveFrame(double Range, double Height, int Parts)
{
    /// <summary>Ends of the parts; none for one part.</summary>
    public IReadOnlyList<double> Bounds => Parts == 1 ? [] : [.. Enumerable.Range(0, Parts + 1).Select(part => -Range + 2 * Range * part / Parts)];

    /// <summary>The part an input lies in.</summary>
    public int PartOf(double x) => Math.Clamp((int)((x + Range) / (2 * Range) * Parts), 0, Parts - 1);

    /// <summary>The frame of sine curves.</summary>
    public static CurveFrame Of(SinusoidSpec spec) => new(spec.Range, spec.LargestAmplitude, 1);

    /// <summary>The frame of curves learned part by part.</summary>
    public static CurveFrame Of(ContinualSpec spec) => new(spec.Range, spec.LargestAmplitude, spec.SubTasks);
}
