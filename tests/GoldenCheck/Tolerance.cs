using WarpGrad.GoldenCheck.Format;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck;

/// <summary>
/// How far off a result may be: |a − b| ≤ absolute + relative · max|b|. Written as |a − b| / (max|b| + absolute / relative) ≤ relative,
/// it is one number to report, which stays meaningful where the expected values are zero.
/// </summary>
/// <param name="Absolute">Allowed whatever the size.</param>
/// <param name="Relative">Allowed as a part of the largest value.</param>
internal readonly record struct Tolerance(double Absolute, double Relative)
{
    /// <summary>Tolerances stated with the format, by what the network is made of: deeper ones amplify rounding.</summary>
    /// <param name="network">What was read.</param>
    /// <param name="type">Floating-point type.</param>
    public static Tolerance Of(LayerReader network, ScalarType type) => (network.HasConvolution, network.HasResidual, type) switch
    {
        (true, true, ScalarType.Float64) => new(1e-9, 1e-8),
        (_, _, ScalarType.Float64) => new(1e-10, 1e-9),
        (true, true, _) => new(1e-4, 1e-3),
        (true, _, _) => new(1e-5, 1e-4),
        _ => new(1e-6, 1e-5),
    };

    /// <summary>The relative error that is compared with <see cref="Relative"/>.</summary>
    /// <param name="difference">Largest difference.</param>
    /// <param name="largest">Largest expected value.</param>
    public double Error(double difference, double largest) => difference / (largest + Absolute / Relative);
}
