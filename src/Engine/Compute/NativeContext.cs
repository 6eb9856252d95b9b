using System.Runtime.InteropServices;

namespace WarpGrad.Engine.Compute;

/// <summary>Switches of libtorch that the binding does not expose. They are plain C++ functions of the library, called by their linked names.</summary>
internal static partial class NativeContext
{
    private const string Library = "torch_cpu";

    /// <summary>
    /// Leaves the kernels of NNPACK alone: where it does not know the processor it does nothing but write a warning, at every small
    /// convolution, thousands a second.
    /// </summary>
    public static void DisableNnpack()
    {
        try
        {
            SetNnpack(Context(), 0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another build of libtorch, at worst a chatty one.
        }
    }

    /// <summary>Lets operations take only kernels that give the same bits every time; where there is none, they warn.</summary>
    public static void ComputeDeterministically()
    {
        var context = Context();
        SetBenchmark(context, 0);
        SetDeterministicConvolutions(context, 1);
        SetDeterministic(context, 1, 1);
        // The mode would also fill all memory that is about to be written anyway.
        SetFill(context, 0);
    }

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context17setBenchmarkCuDNNEb")]
    private static partial void SetBenchmark(nint context, byte enabled);

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministicConvolutions(nint context, byte enabled);

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context26setDeterministicAlgorithmsEbb")]
    private static partial void SetDeterministic(nint context, byte enabled, byte onlyWarn);

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb")]
    private static partial void SetFill(nint context, byte enabled);

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, byte enabled);
}
