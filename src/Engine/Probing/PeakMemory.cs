using System.Globalization;

namespace WarpGrad.Engine.Probing;

/// <summary>The most memory that this process had resident, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Reset = "/proc/self/clear_refs";

    /// <summary>Most bytes resident during an action; null where the system does not tell.</summary>
    /// <param name="action">The action.</param>
    public static long? During(Action action)
    {
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
