using System.Text.Json;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Contracts.Runs;

/// <summary>Something that happened to a run. Numbers are gapless per run, from 1.</summary>
/// <param name="Run">The run.</param>
/// <param name="N">Number within the run.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Kind">One of <see cref="RunEventKinds"/>.</param>
/// <param name="Payload">The record that belongs to the kind.</param>
public sealed record RunEvent(Guid Run, long N, DateTimeOffset Time, string Kind, JsonElement Payload)
{
    /// <summary>Reads the payload as the record that belongs to the kind.</summary>
    public T Read<T>() => Payload.Deserialize<T>(JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException($"Event {N} of run {Run} has no payload.");
}

/// <summary>Kinds of run events and the records they carry.</summary>
public static class RunEventKinds
{
    /// <summary>The state changed: <see cref="RunStateChanged"/>.</summary>
    public const string State = "state";

    /// <summary>Metrics of a step: <see cref="RunMetrics"/>.</summary>
    public const string Metrics = "metrics";

    /// <summary>A log line: <see cref="RunLogLine"/>.</summary>
    public const string Log = "log";

    /// <summary>A checkpoint was stored: <see cref="RunCheckpointSaved"/>.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>Training went on from a checkpoint: <see cref="RunResumed"/>.</summary>
    public const string Resumed = "resumed";

    /// <summary>A model version was registered: <see cref="ModelReference"/>.</summary>
    public const string Model = "model";

    /// <summary>The result on test tasks: <see cref="EvaluationSummary"/>.</summary>
    public const string Result = "result";

    /// <summary>What the learner did on one held-out task: <see cref="RunPicture"/>. The newest replaces those before it.</summary>
    public const string Picture = "picture";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [State, Metrics, Log, Checkpoint, Resumed, Model, Result, Picture];
}

/// <summary>A run's new state.</summary>
public sealed record RunStateChanged(RunState State, string? Reason = null);

/// <summary>Metrics reported at a step.</summary>
/// <param name="Step">Meta-steps done.</param>
/// <param name="TotalSteps">Meta-steps planned.</param>
/// <param name="Values">Values by metric name.</param>
/// <param name="SecondsLeft">Estimated seconds to the end, null when unknown.</param>
/// <param name="Device">Where it computes, <c>cpu</c> or <c>cuda:0</c> and so on; null in events of earlier versions.</param>
/// <param name="MemoryBytes">Memory in use there at that moment: of its worker's process, or of the whole GPU.</param>
public sealed record RunMetrics(
    long Step, long TotalSteps, IReadOnlyDictionary<string, double> Values, double? SecondsLeft, string? Device = null, long? MemoryBytes = null);

/// <summary>A log line of a run.</summary>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
public sealed record RunLogLine(string Level, string Message);

/// <summary>A stored checkpoint.</summary>
public sealed record RunCheckpointSaved(Guid Checkpoint, long Step, long Bytes);

/// <summary>Training went on from a checkpoint: earlier metrics of later steps no longer count.</summary>
/// <param name="Step">Step of the checkpoint; 0 when it started anew.</param>
public sealed record RunResumed(long Step);

/// <summary>What the learner did on one held-out task.</summary>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Picture">The picture.</param>
public sealed record RunPicture(long Step, TaskPicture Picture);
