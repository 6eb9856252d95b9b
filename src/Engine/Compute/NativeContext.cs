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

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, byte enabled);
}
