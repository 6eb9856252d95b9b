using WarpGrad.Benchmarks.Measuring;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>Something to be timed.</summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Shapes">Shape of the data.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="UnitsPerRun">Units in one run.</param>
/// <param name="MultiplyAdds">Multiply-adds of a unit, or null.</param>
/// <param name="Prepare">Makes the run; what it holds is disposed after the last.</param>
internal sealed record Workload(string Name, string Unit, string Shapes, int Threads, int UnitsPerRun, double? MultiplyAdds, Func<IRun> Prepare)
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Workload> All => [.. OmniglotWarp.All, .. MetaIterations.All, .. AdaptationLatency.All, .. Sampling.All, .. StackedAdaptation.All];

    /// <summary>Times it.</summary>
    /// <param name="quick">Whether few repeats will do.</param>
    /// <param name="peak">Multiply-adds per second of two threads.</param>
    public Row Run(bool quick, double peak)
    {
        using var run = Prepare();
        var times = Array.ConvertAll(Repeats.Of(quick, run.Once), seconds => seconds / UnitsPerRun);
        var median = times[times.Length / 2];
        var share = MultiplyAdds / median / (peak * Threads / 2);
        return new Row(Name, Unit, Shapes, median, times[0], times[^1], times.Length, Threads, MultiplyAdds, share);
    }
}

/// <summary>A prepared workload.</summary>
internal interface IRun : IDisposable
{
    /// <summary>Runs it.</summary>
    void Once();
}
