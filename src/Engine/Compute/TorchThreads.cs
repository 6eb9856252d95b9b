using TorchSharp;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// The one place that sets torch's threads. Tasks run side by side in managed threads with one torch thread each: as fast as
/// torch's own threading on small tasks, and a task's arithmetic then depends neither on the core count nor on its neighbours.
/// </summary>
public static class TorchThreads
{
    private static readonly Lazy<int> Applied = new(() =>
    {
        // Process-wide for threads that have not computed yet; every thread reads it at its first parallel region.
        torch.set_num_threads(1);
        return torch.get_num_threads();
    });

    /// <summary>Torch threads inside one operation, always 1. Recorded with a run, since results are exact only at a fixed count.</summary>
    public static int PerOperation => Applied.Value;

    /// <summary>Makes sure that the setting holds before the first operation.</summary>
    public static void Apply() => _ = Applied.Value;
}
