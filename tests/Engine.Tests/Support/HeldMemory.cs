using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>
/// Memory that code has asked for and not given back, managed and native. Unlike resident memory it does not move with
/// what the C library keeps for later, so that a small leak shows.
/// </summary>
internal static partial class HeldMemory
{
    /// <summary>Bytes held now, after the collector has done what it can.</summary>
    public static long Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true) + Native();
    }

    /// <summary>What all arenas of the C library took from the system, less what lies free in them, and what it mapped singly.</summary>
    private static long Native()
    {
        var path = Path.GetTempFileName();
        try
        {
            var file = Open(path, "w");
            Report(0, file);
            Close(file);
            var whole = XDocument.Load(path).Root!;
            long Bytes(string element, string type) => whole.Elements(element)
                .Where(found => (string?)found.Attribute("type") == type)
                .Sum(found => long.Parse(found.Attribute("size")!.Value, CultureInfo.InvariantCulture));
            return Bytes("system", "current") - Bytes("total", "fast") - Bytes("total", "rest") + Bytes("total", "mmap");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [LibraryImport("libc", EntryPoint = "fopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, string mode);

    [LibraryImport("libc", EntryPoint = "malloc_info")]
    private static partial int Report(int options, nint file);

    [LibraryImport("libc", EntryPoint = "fclose")]
    private static partial int Close(nint file);
}
