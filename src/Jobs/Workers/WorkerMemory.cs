using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Workers;

/// <summary>Memory that this worker's computing happens in: its GPU's, or the machine's.</summary>
internal static class WorkerMemory
{
    /// <summary>Bytes there are, and bytes in use: by this process, or by whoever uses the GPU.</summary>
    public static (long Total, long Used) Now => ComputeDevice.Own.Gpu is { } gpu
        ? GpuMemory.Of(gpu)
        : (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.WorkingSet);
}
