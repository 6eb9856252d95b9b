using System.Diagnostics;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Measures where the time of one answer goes.</summary>
/// <param name="queueMs">Milliseconds that went by before.</param>
internal sealed class WorkClock(double queueMs)
{
    private double _queue = queueMs, _read, _adapt, _predict;

    /// <summary>The timings so far.</summary>
    public AdaptationTimings Timings => new(Math.Round(_queue, 2), Math.Round(_adapt, 2), Math.Round(_predict, 2), Math.Round(_read, 2));

    /// <summary>Time that the engine computed so far.</summary>
    public TimeSpan Computed => TimeSpan.FromMilliseconds(_adapt + _predict);

    /// <summary>Reads something in.</summary>
    public T Reading<T>(Func<T> work) => Measure(work, ref _read);

    /// <summary>Adapts.</summary>
    public T Adapting<T>(Func<T> work) => Measure(work, ref _adapt);

    /// <summary>Predicts.</summary>
    public T Predicting<T>(Func<T> work) => Measure(work, ref _predict);

    /// <summary>A part of the time that adapting took was spent waiting for others.</summary>
    public void HadToWait(TimeSpan waited) => (_queue, _adapt) = (_queue + waited.TotalMilliseconds, _adapt - waited.TotalMilliseconds);

    private static T Measure<T>(Func<T> work, ref double milliseconds)
    {
        var started = Stopwatch.GetTimestamp();
        var result = work();
        milliseconds += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return result;
    }
}
