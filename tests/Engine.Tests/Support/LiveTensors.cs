using TorchSharp;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>Counts native tensors.</summary>
internal static class LiveTensors
{
    /// <summary>Tensors that are alive once what other tests left behind has been collected.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
