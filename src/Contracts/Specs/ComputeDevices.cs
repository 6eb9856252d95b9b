using System.Globalization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Names of the devices that a run may ask for.</summary>
public static class ComputeDevices
{
    /// <summary>Whatever suits the run best of what its worker has.</summary>
    public const string Auto = "auto";

    /// <summary>The CPU, also where there is a GPU.</summary>
    public const string Cpu = "cpu";

    /// <summary>A GPU, whichever the worker has.</summary>
    public const string Cuda = "cuda";

    private const int MostGpus = 64;

    /// <summary>The GPU of a number on its machine.</summary>
    /// <param name="index">Number, from 0.</param>
    public static string Gpu(int index) => string.Create(CultureInfo.InvariantCulture, $"{Cuda}:{index}");

    /// <summary>The number of the GPU that a name such as <c>cuda:1</c> asks for; null for all other names.</summary>
    /// <param name="name">The name.</param>
    public static int? GpuIndex(string name) =>
        name.StartsWith(Cuda + ":", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < MostGpus && name == Gpu(index)
            ? index
            : null;

    /// <summary>Whether a name is one of those a run may give.</summary>
    /// <param name="name">The name.</param>
    public static bool IsKnown(string name) => name is Auto or Cpu or Cuda || GpuIndex(name) is not null;

    /// <summary>Whether a name asks for a GPU and nothing else will do.</summary>
    /// <param name="name">The name.</param>
    public static bool NeedsGpu(string name) => name == Cuda || GpuIndex(name) is not null;

    /// <summary>What a run may ask for so that a worker which computes on a device can take it.</summary>
    /// <param name="device">The worker's device, <c>cpu</c> or <c>cuda:n</c>.</param>
    public static IReadOnlyList<string> ServedBy(string device) => device == Cpu ? [Auto, Cpu] : [Auto, Cpu, Cuda, device];
}
