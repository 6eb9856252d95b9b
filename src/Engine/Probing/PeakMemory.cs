using System.Globalization;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Probing;

/// <summary>The most memory that this process computed in: on a GPU as its driver tells, else what was resident, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Reset = "/proc/self/clear_refs";

    /// <summary>
    /// Most bytes in use during an action; null where the system does not tell. libtorch gives nothing back to a GPU, so there it is the
    /// most since the process began, which is that of the action only if what went before took less.
    /// </summary>
    /// <param name="action">The action.</param>
    public static long? During(Action action)
    {
        if (ComputeDevice.Own.Gpu is { } gpu)
        {
            action();
            return GpuMemory.OfThisProcess(gpu);
        }

        if (!File.Exists(Reset))
        {
            action();
            return null;
        }

        GC.Collect();
        // Sets the high-water mark back to what is used now.
        File.WriteAllText(Reset, "5");
        action();
        var line = File.ReadLines(Status).First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
