using System.Diagnostics;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Tells whoever waits for an answer how adapting goes, now and then: a quick adaptation is over before the first time.</summary>
/// <param name="tell">Sends one step.</param>
internal sealed class LiveSteps(Action<TracedStep> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private long _told = Stopwatch.GetTimestamp();

    /// <summary>What the engine calls with the number of steps taken, the support loss and the values there.</summary>
    /// <param name="describe">Makes predictions of values; called only for steps that are told.</param>
    public Action<int, double, T[]> Watch<T>(Func<T[], IReadOnlyList<Prediction>> describe) => (step, loss, values) =>
    {
        if (Stopwatch.GetElapsedTime(_told) < Pause)
            return;
        tell(new TracedStep(step, loss, describe(values)));
        _told = Stopwatch.GetTimestamp();
    };
}
