using System.Runtime.InteropServices;

namespace WarpGrad.Jobs;

/// <summary>Tells whether a computation failed for want of memory, and of which.</summary>
internal static class MemoryShortage
{
    /// <summary>The GPU's memory.</summary>
    public const string OnGpu = "The GPU ran out of memory";

    /// <summary>The machine's memory.</summary>
    public const string OnMachine = "The worker ran out of memory";

    // What the C++ library, torch's allocators (each system's in its own words), and its kernels say.
    private static readonly string[] Words =
        ["not enough memory", "out of memory", "can't allocate memory", "cannot allocate memory", "bad_alloc", "could not create a memory", "out_of_memory"];

    /// <summary>What ran out; null when something else went wrong.</summary>
    /// <param name="exception">What was thrown; tasks side by side wrap what one of them threw.</param>
    public static string? Of(Exception exception) => exception switch
    {
        OutOfMemoryException => OnMachine,
        AggregateException many => many.InnerExceptions.Select(Of).FirstOrDefault(shortage => shortage is not null),
        ExternalException native when Words.Any(words => native.Message.Contains(words, StringComparison.OrdinalIgnoreCase)) =>
            native.Message.Contains("CUDA", StringComparison.OrdinalIgnoreCase) ? OnGpu : OnMachine,
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };
}
