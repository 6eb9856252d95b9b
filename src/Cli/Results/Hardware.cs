using System.Runtime.InteropServices;

namespace WarpGrad.Cli.Results;

/// <summary>The machine that measured something.</summary>
/// <param name="Cores">Processors the system shows.</param>
/// <param name="Cpu">Name of the processor.</param>
/// <param name="MemoryGigabytes">Memory in GiB.</param>
/// <param name="System">Operating system.</param>
internal sealed record Hardware(int Cores, string Cpu, double MemoryGigabytes, string System)
{
    private const string CpuFacts = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Hardware Here() => new(
        Environment.ProcessorCount, CpuName(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(1024, 3), 1), RuntimeInformation.OSDescription);

    private static string CpuName()
    {
        var line = File.Exists(CpuFacts)
            ? File.ReadLines(CpuFacts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
