using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>A sum of sines y = Σ a·sin(f·x + p).</summary>
/// <param name="Terms">Amplitude a, frequency f and phase p of each.</param>
internal sealed record SineCurve(IReadOnlyList<(double Amplitude, double Frequency, double Phase)> Terms)
{
    /// <summary>Value at x.</summary>
    /// <param name="x">Input.</param>
    public double this[double x] => Terms.Sum(term => term.Amplitude * Math.Sin(term.Frequency * x + term.Phase));

    /// <summary>Values at many inputs.</summary>
    /// <param name="x">Inputs.</param>
    public double[] At(double[] x) => Array.ConvertAll(x, input => this[input]);

    /// <summary>One sine of frequency 1.</summary>
    /// <param name="spec">Ranges.</param>
    /// <param name="random">Stream to draw from.</param>
    public static SineCurve Draw(SinusoidSpec spec, RandomStream random) =>
        new([(random.NextDouble(spec.SmallestAmplitude, spec.LargestAmplitude), 1, random.NextDouble(0, spec.LargestPhase))]);

    /// <summary>Two sines of any phase.</summary>
    /// <param name="spec">Ranges.</param>
    /// <param name="random">Stream to draw from.</param>
    public static SineCurve Draw(ContinualSpec spec, RandomStream random) => new([Term(spec, random), Term(spec, random)]);

    private static (double, double, double) Term(ContinualSpec spec, RandomStream random) => (
        random.NextDouble(spec.SmallestAmplitude, spec.LargestAmplitude),
        random.NextDouble(spec.SmallestFrequency, spec.LargestFrequency),
        random.NextDouble(0, 2 * Math.PI));
}
