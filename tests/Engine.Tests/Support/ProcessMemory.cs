namespace WarpGrad.Engine.Tests.Support;

/// <summary>Resident memory of this process as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes resident now, after the collector has done what it can.</summary>
    public static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Read("VmRSS:");
    }

    /// <summary>The most bytes resident at any moment of an action.</summary>
    public static long PeakDuring(Action action)
    {
        Resident();

        // Sets the high-water mark of the process back to what it uses now.
        File.WriteAllText("/proc/self/clear_refs", "5");
        action();
        return Read("VmHWM:");
    }

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
