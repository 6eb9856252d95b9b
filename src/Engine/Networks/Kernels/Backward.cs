using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Memory of gradients that a managed function hands to libtorch in a backward pass. libtorch takes references of its own only after
/// the function has returned, and nothing would dispose the managed ones before the whole pass is over.
/// </summary>
internal static class Backward
{
    [ThreadStatic]
    private static Tensor?[]? _handedOver;

    /// <summary>Runs one backward function, frees its temporaries, and frees what the thread's previous one handed over.</summary>
    /// <param name="arguments">Number of the function's arguments.</param>
    /// <param name="incoming">Gradients that the binding wrapped for this call alone.</param>
    /// <param name="compute">Makes the gradients, null where there is none.</param>
    public static List<Tensor?> Run(int arguments, Tensor[] incoming, Func<Tensor?[]> compute)
    {
        foreach (var tensor in _handedOver ?? [])
            tensor?.Dispose();
        using var scope = torch.NewDisposeScope();
        var gradients = Array.TrueForAll(incoming, tensor => tensor.IsInvalid) ? new Tensor?[arguments] : compute();
        foreach (var tensor in gradients)
            tensor?.MoveToOuterDisposeScope();
        _handedOver = [.. gradients, .. incoming];
        return [.. gradients];
    }
}
