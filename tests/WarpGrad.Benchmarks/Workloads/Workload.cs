using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Contracts.Specs;

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
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
        [.. OmniglotWarp.All(setting), .. MetaIterations.All(setting), .. AdaptationLatency.All(setting), .. Training.All(setting), .. setting.OnGpu ? [] : Sampling.All, .. StackedAdaptation.All(setting), .. setting.OnGpu ? StackedTraining.All(setting) : [], .. StackedCurves.All(setting)];

    /// <summary>Times it.</summary>
    /// <param name="quick">Whether few repeats will do.</param>
    /// <param name="peak">Multiply-adds per second of two threads, or of the GPU.</param>
    /// <param name="setting">Where and how it computes.</param>
    public Row Run(bool quick, double peak, Setting setting)
    {
        using var run = Prepare();
        var times = Array.ConvertAll(Repeats.Of(quick, () =>
        {
            run.Once();
            setting.Await();
        }), seconds => seconds / UnitsPerRun);
        var median = times[times.Length / 2];
        var share = MultiplyAdds / median / (setting.OnGpu ? peak : peak * Threads / 2);
        return new Row(Name, Unit, Shapes, median, times[0], times[^1], times.Length, Threads, MultiplyAdds, share) { Dtype = setting switch { { Precision: Precision.Mixed } => "bfloat16 products", { Tf32: true } => "float32 with TF32", _ => "float32" } };
    }
}

/// <summary>A prepared workload.</summary>
internal interface IRun : IDisposable
{
    /// <summary>Runs it.</summary>
    void Once();
}
