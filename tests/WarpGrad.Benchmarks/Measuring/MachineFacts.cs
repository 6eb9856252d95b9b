using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>What figures depend on besides the code.</summary>
internal static class MachineFacts
{
    private const int Threads = 2, Side = 1024, Products = 20;

    /// <summary>Multiply-adds per second of square float32 matrix products, one in each of two threads, as tasks run, or on the GPU.</summary>
    /// <param name="setting">Where to compute.</param>
    public static double MatrixProductPeak(Setting setting)
    {
        if (setting.OnGpu)
            return GpuPeak(setting);
        var best = 0.0;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            var started = Stopwatch.GetTimestamp();
            TaskParallel.Map(Threads, Threads, _ => Multiply(), CancellationToken.None, nameof(Multiply));
            best = Math.Max(best, (double)Threads * Products * Side * Side * Side / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }

    /// <summary>The facts.</summary>
    /// <param name="peak">Matrix product peak of this run.</param>
    /// <param name="setting">Where the rows were computed.</param>
    public static object Collect(double peak, Setting setting) => new
    {
        Device = ComputeDevice.Own.Name,
        DeviceName = ComputeDevice.Own.Gpu is { } gpu ? GpuMemory.NameOf(gpu) : null,
        setting.Threads,
        Cpu = FromFile("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? "unknown",
        Cores = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        Libtorch = torch.__version__,
        Load = FromFile("/proc/loadavg", ""),
        MatrixProductGflops = Math.Round(2e-9 * peak, 1),
    };

    private static double GpuPeak(Setting setting)
    {
        const int side = 8192;
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.randn(side, side, device: ComputeDevice.Own.Torch), torch.randn(side, side, device: ComputeDevice.Own.Torch));
        var best = 0.0;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            setting.Await();
            var started = Stopwatch.GetTimestamp();
            a.matmul(b).Dispose();
            setting.Await();
            best = Math.Max(best, (double)side * side * side / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }

    private static bool Multiply()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.randn(Side, Side), torch.randn(Side, Side));
        for (var i = 0; i < Products; i++)
            a.matmul(b).Dispose();
        return true;
    }

    private static string? FromFile(string path, string start) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
