using System.Text.Json;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>Milliseconds that half, and 99 of 100, requests stayed below.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile, by the nearest rank.</param>
internal readonly record struct Percentiles(double P50, double P99)
{
    /// <summary>Of measured values.</summary>
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? default : new Percentiles(At(sorted, 0.5), At(sorted, 0.99));
    }

    private static double At(double[] sorted, double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 2);
}

/// <summary>One measurement.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Callers">Callers at the same time, each with one request under way.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Errors">Answers other than the one wanted.</param>
/// <param name="TimeOuts">Requests whose wait ran out.</param>
/// <param name="RequestsPerSecond">Answers per second of wall time.</param>
/// <param name="TotalMs">From request to answer.</param>
/// <param name="OverheadMs">From request to answer, less what the engine computed.</param>
/// <param name="EngineMs">What the engine computed: adapting and predicting.</param>
/// <param name="QueueMs">From storing the request until a worker took it, as the answer says.</param>
internal sealed record ServingRow(
    string Name, int Callers, int Requests, int Errors, int TimeOuts, double RequestsPerSecond, Percentiles TotalMs, Percentiles OverheadMs,
    Percentiles EngineMs, Percentiles QueueMs)
{
    /// <summary>How rows are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
