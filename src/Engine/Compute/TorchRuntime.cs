using System.Runtime.InteropServices;
using TorchSharp;

namespace WarpGrad.Engine.Compute;

/// <summary>The one place that sets how torch uses this process's threads and memory.</summary>
public static partial class TorchRuntime
{
    private static readonly Lazy<int> Applied = new(Set);

    /// <summary>Torch threads inside one operation, always 1. Recorded with a run, since results are exact only at a fixed count.</summary>
    public static int ThreadsPerOperation => Applied.Value;

    /// <summary>Makes sure that the settings hold before the first operation.</summary>
    public static void Apply() => _ = Applied.Value;

    /// <summary>
    /// Makes sure that the settings hold on the calling thread. Some kernels ask the thread itself and not the process, so every
    /// thread that computes says it once more.
    /// </summary>
    public static void ApplyToThread()
    {
        Apply();
        torch.set_num_threads(1);
    }

    /// <summary>Makes a GPU repeat itself to the bit: kernels are chosen by shape and not by trial, and only among those that do.</summary>
    internal static void PrepareGpu()
    {
        // CUDA's library of products reads this at its first use; without it, products may be split differently from run to run.
        // It does not see what the runtime calls the environment.
        SetNativeEnvironment("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        NativeContext.ComputeDeterministically();
        // The library's own default allows it for convolutions.
        AllowTf32(false);
    }

    /// <summary>Whether GPUs may round the factors of float32 products to TensorFloat32; holds for the whole process.</summary>
    /// <param name="allow">Whether they may.</param>
    internal static void AllowTf32(bool allow)
    {
        torch.backends.cuda.matmul.allow_tf32 = allow;
        torch.backends.cudnn.allow_tf32 = allow;
    }

    /// <summary>
    /// Tasks run side by side in managed threads with one torch thread each: as fast as torch's own threading on small tasks, and a
    /// task's arithmetic then depends neither on the core count nor on its neighbours.
    /// </summary>
    private static int Set()
    {
        if (OperatingSystem.IsLinux())
            KeepFreedMemory();

        NativeContext.DisableNnpack();

        // Process-wide for threads that have not computed yet; every thread reads it at its first parallel region.
        torch.set_num_threads(1);
        return torch.get_num_threads();
    }

    /// <summary>
    /// By default the C library returns activations of a few MiB to the system when they are freed and takes them back page by page
    /// at the next operation: measured up to a hundred times the cost of a small convolution.
    /// </summary>
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, TopPad = -2, MapThreshold = -3, MiB = 1 << 20;
        SetAllocator(MapThreshold, 32 * MiB);
        SetAllocator(TrimThreshold, 512 * MiB);
        SetAllocator(TopPad, 16 * MiB);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);
}
