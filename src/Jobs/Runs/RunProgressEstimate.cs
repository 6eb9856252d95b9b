using WarpGrad.Contracts.Specs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Estimates the time a run still needs from the pace since this worker took it.</summary>
/// <param name="outer">The run's outer loop.</param>
/// <param name="first">Meta-steps that were done before.</param>
/// <param name="used">Training time that was used up before, where it is limited.</param>
/// <param name="time">The clock.</param>
internal sealed class RunProgressEstimate(OuterLoopSpec outer, long first, TimeSpan used, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Meta-steps planned.</summary>
    public long TotalSteps => outer.MetaSteps;

    /// <summary>Seconds to the end, null until there is a pace to judge by.</summary>
    public double? SecondsLeft(long step)
    {
        var elapsed = time.GetElapsedTime(_started).TotalSeconds;
        var done = step - first;
        double? bySteps = done > 0 ? elapsed / done * (TotalSteps - step) : null;
        double? byTime = outer.MaxMinutes > 0 ? Math.Max(0, outer.MaxMinutes * 60 - used.TotalSeconds - elapsed) : null;
        return bySteps is null ? byTime : Math.Min(bySteps.Value, byTime ?? bySteps.Value);
    }
}
