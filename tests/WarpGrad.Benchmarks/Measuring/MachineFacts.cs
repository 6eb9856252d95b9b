using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>What figures depend on besides the code.</summary>
internal static class MachineFacts
{
    private const int Threads = 2, Side = 1024, Products = 20;

    /// <summary>Multiply-adds per second of square float32 matrix products, one in each of two threads, as tasks run.</summary>
    public static double MatrixProductPeak()
    {
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
    public static object Collect(double peak) => new
    {
        Cpu = FromFile("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? "unknown",
        Cores = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        Libtorch = torch.__version__,
        Load = FromFile("/proc/loadavg", ""),
        MatrixProductGflops = Math.Round(2e-9 * peak, 1),
    };

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
