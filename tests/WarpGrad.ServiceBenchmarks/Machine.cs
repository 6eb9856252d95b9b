using System.Runtime.InteropServices;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>What figures depend on besides the code.</summary>
internal static class Machine
{
    /// <summary>The facts.</summary>
    public static object Facts() => new
    {
        Cpu = First("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? "unknown",
        Cores = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        Load = First("/proc/loadavg", ""),
    };

    private static string? First(string path, string start) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
