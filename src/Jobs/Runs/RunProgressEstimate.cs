using WarpGrad.Contracts.Specs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Estimates the time a run still needs from the pace since this worker took it.</summary>
internal sealed class RunProgressEstimate(OuterLoopSpec outer, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long? _firstStep;

    /// <summary>Meta-steps planned.</summary>
    public long TotalSteps => outer.MetaSteps;

    /// <summary>Seconds to the end, null until there is a pace to judge by.</summary>
    public double? SecondsLeft(long step)
    {
        _firstStep ??= step;
        var elapsed = time.GetElapsedTime(_started).TotalSeconds;
        var done = step - _firstStep.Value;
        double? bySteps = done > 0 ? elapsed / done * (TotalSteps - step) : null;
        double? byTime = outer.MaxMinutes > 0 ? Math.Max(0, outer.MaxMinutes * 60 - elapsed) : null;
        return bySteps is null ? byTime : Math.Min(bySteps.Value, byTime ?? bySteps.Value);
    }
}
