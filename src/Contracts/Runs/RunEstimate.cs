namespace WarpGrad.Contracts.Runs;

/// <summary>What a run will cost, as a short probe on a worker predicts it.</summary>
/// <param name="SecondsPerStep">Seconds of one meta-step; 0 without meta-learning.</param>
/// <param name="SecondsPerTask">Seconds of one task of an evaluation, all cores in use.</param>
/// <param name="Seconds">Seconds of the whole run on a worker that has nothing else to do.</param>
/// <param name="MemoryMegabytes">Most memory of the worker process in MiB while it trains; null where it could not be measured.</param>
/// <param name="StoreMegabytes">MiB of adaptation paths that are stored for replay; 0 where none are.</param>
/// <param name="ThroughPathMegabytes">
/// MiB that a method needs which differentiates through the whole adaptation path, with the same learner and tasks; null where there is
/// no such method for these tasks, or the run is one.
/// </param>
public sealed record RunEstimate(
    double SecondsPerStep, double SecondsPerTask, double Seconds, double? MemoryMegabytes, double StoreMegabytes, double? ThroughPathMegabytes);

/// <summary>An estimate that is asked for.</summary>
/// <param name="Id">Id; ask again with it while there is no answer.</param>
/// <param name="Estimate">The answer; null while a worker measures.</param>
/// <param name="FailureReason">One sentence when the probe failed: the run would most likely fail, too.</param>
public sealed record RunEstimateAnswer(Guid Id, RunEstimate? Estimate, string? FailureReason);
