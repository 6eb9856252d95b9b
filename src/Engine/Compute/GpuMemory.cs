using System.Runtime.InteropServices;
using System.Text;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// What the driver of NVIDIA's GPUs tells of one of them, through its management library: libtorch's figures are not exposed by the
/// binding, and would leave out what other processes hold. Numbers are the driver's own, in the order of the bus.
/// </summary>
public static partial class GpuMemory
{
    private const string Library = "libnvidia-ml.so.1";
    private const int LongestName = 96, MostHolders = 256;

    private static readonly Lazy<bool> Ready = new(() => Ask(() => Begin() == 0));

    /// <summary>Name of the product, empty where the driver tells nothing.</summary>
    /// <param name="gpu">Number of the GPU.</param>
    public static string NameOf(int gpu)
    {
        var name = new byte[LongestName];
        return TryFind(gpu, out var handle) && ReadName(handle, name, LongestName) == 0
            ? Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, Array.IndexOf(name, (byte)0))))
            : "";
    }

    /// <summary>Bytes of its memory, all of them and those in use by anybody; zeros where the driver tells nothing.</summary>
    /// <param name="gpu">Number of the GPU.</param>
    public static (long Total, long Used) Of(int gpu) =>
        TryFind(gpu, out var handle) && ReadMemory(handle, out var memory) == 0 ? ((long)memory.Total, (long)memory.Used) : (0, 0);

    /// <summary>Bytes of its memory that this process holds; null where the driver does not tell.</summary>
    /// <param name="gpu">Number of the GPU.</param>
    public static long? OfThisProcess(int gpu)
    {
        var holders = new Holder[MostHolders];
        var count = (uint)holders.Length;
        if (!TryFind(gpu, out var handle) || ReadHolders(handle, ref count, holders) != 0)
            return null;
        var own = holders.AsSpan(0, (int)count).ToArray().FirstOrDefault(holder => holder.Process == Environment.ProcessId);
        // Where the driver knows a process and not its share, it gives the largest number there is.
        return own.Used is 0 or > long.MaxValue ? null : (long)own.Used;
    }

    private static bool TryFind(int gpu, out nint handle)
    {
        handle = 0;
        return Ready.Value && FindHandle((uint)gpu, out handle) == 0;
    }

    private static bool Ask(Func<bool> question)
    {
        try
        {
            return question();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(Library, EntryPoint = "nvmlInit_v2")]
    private static partial int Begin();

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    private static partial int FindHandle(uint index, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetName")]
    private static partial int ReadName(nint device, byte[] name, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    private static partial int ReadMemory(nint device, out Memory memory);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetComputeRunningProcesses_v3")]
    private static partial int ReadHolders(nint device, ref uint count, [In, Out] Holder[] holders);

    [StructLayout(LayoutKind.Sequential)]
    private struct Holder
    {
        public uint Process;
        public ulong Used;
        public uint Instance, ComputeInstance;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total, Free, Used;
    }
}
