using System.Text.Json;
using System.Text.Json.Serialization;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>One measured figure.</summary>
/// <param name="Name">Which workload.</param>
/// <param name="Unit">What one of the figure is.</param>
/// <param name="Shapes">Shape of the data.</param>
/// <param name="Seconds">Median wall clock per unit.</param>
/// <param name="Fastest">Fastest repeat.</param>
/// <param name="Slowest">Slowest repeat.</param>
/// <param name="Repeats">Number of repeats.</param>
/// <param name="Threads">Threads at work, each with one torch thread.</param>
/// <param name="MultiplyAdds">Multiply-adds of convolutions and classifier that the unit cannot do without; null where nothing is multiplied.</param>
/// <param name="ShareOfPeak">Their part of the matrix product peak of the same number of threads.</param>
internal sealed record Row(
    string Name, string Unit, string Shapes, double Seconds, double Fastest, double Slowest, int Repeats, int Threads, double? MultiplyAdds, double? ShareOfPeak)
{
    /// <summary>How rows are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Units per second.</summary>
    public double PerSecond => 1 / Seconds;

    /// <summary>Floating-point type.</summary>
    public string Dtype { get; init; } = "float32";

    /// <summary>Seconds of what one would pick instead, from the same machine.</summary>
    public double? Reference { get; init; }

    /// <summary>How many times faster than that.</summary>
    public double? Ratio { get; init; }
}
