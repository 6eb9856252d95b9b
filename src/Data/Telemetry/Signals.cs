using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WarpGrad.Data.Telemetry;

/// <summary>What the product itself tells of its work: spans and figures. Who listens is the processes' business.</summary>
public static class Signals
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string Name = "WarpGrad";

    // Seconds, from a cached prediction to a ranking of models.
    private static readonly double[] AnswerSeconds = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    // Seconds, from a free worker to a queue of a day.
    private static readonly double[] WaitSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];

    /// <summary>Source of spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Where figures are registered.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Meta-steps that were done, by task family.</summary>
    public static Counter<long> MetaSteps { get; } = Meter.CreateCounter<long>("warpgrad.meta_steps", "{step}", "Meta-steps done");

    /// <summary>Events appended to runs.</summary>
    public static Counter<long> Events { get; } = Meter.CreateCounter<long>("warpgrad.run.events", "{event}", "Events appended to runs");

    /// <summary>Checkpoints stored.</summary>
    public static Counter<long> Checkpoints { get; } = Meter.CreateCounter<long>("warpgrad.run.checkpoints", "{checkpoint}", "Checkpoints stored");

    /// <summary>How workers' parts of runs ended, by state.</summary>
    public static Counter<long> RunsPutDown { get; } = Meter.CreateCounter<long>("warpgrad.run.ends", "{run}", "Ends of workers' parts of runs");

    /// <summary>Time from the queue to a worker.</summary>
    public static Histogram<double> RunWait { get; } = Meter.CreateHistogram(
        "warpgrad.run.wait", "s", "Time that runs waited for a worker", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = WaitSeconds });

    /// <summary>Time that the engine computed for an answer, by kind of question.</summary>
    public static Histogram<double> AdaptationCompute { get; } = Meter.CreateHistogram(
        "warpgrad.adaptation.compute", "s", "Time that the engine computed for an answer",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = AnswerSeconds });

    /// <summary>Time from question to stored answer that the engine did not compute, by kind of question.</summary>
    public static Histogram<double> AdaptationOverhead { get; } = Meter.CreateHistogram(
        "warpgrad.adaptation.overhead", "s", "Time from question to stored answer that the engine did not compute",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = AnswerSeconds });

    /// <summary>A span of time that ended just now, below another.</summary>
    /// <param name="name">What it was.</param>
    /// <param name="parent">Its place; outside any trace nothing is told.</param>
    /// <param name="took">How long it was.</param>
    public static void Passed(string name, ActivityContext parent, TimeSpan took)
    {
        if (parent != default)
            Source.StartActivity(name, ActivityKind.Internal, parent, startTime: DateTimeOffset.UtcNow - took)?.Dispose();
    }
}
