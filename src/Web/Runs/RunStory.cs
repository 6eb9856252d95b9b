using System.Text.Json;
using WarpGrad.Client.Http;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>What a run's events have told so far. Each event is applied once, in order; nothing else changes the story.</summary>
public sealed class RunStory
{
    private readonly SortedDictionary<string, List<MetricPoint>> _series = new(StringComparer.Ordinal);
    private readonly List<RunLogEntry> _log = [];
    private readonly List<RunCheckpointSaved> _checkpoints = [];
    private RunEvent? _pictured;
    private RunPicture? _picture;

    /// <summary>Whether what the run told before has been read: until then, what is missing here is not known to be missing.</summary>
    public bool Begun { get; private set; }

    /// <summary>Number of the last event applied.</summary>
    public long LastEvent { get; private set; }

    /// <summary>State last told; null before the first.</summary>
    public RunState? State { get; private set; }

    /// <summary>Why the run is in that state, where that was told.</summary>
    public string? Reason { get; private set; }

    /// <summary>Meta-steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Meta-steps planned; 0 when unknown.</summary>
    public long TotalSteps { get; private set; }

    /// <summary>Estimated seconds to the end at <see cref="MeasuredAt"/>.</summary>
    public double? SecondsLeft { get; private set; }

    /// <summary>Where it computes; null before it was told.</summary>
    public string? Device { get; private set; }

    /// <summary>Memory in use there, in bytes, when the last metrics came.</summary>
    public long? MemoryBytes { get; private set; }

    /// <summary>When the last metrics came.</summary>
    public DateTimeOffset? MeasuredAt { get; private set; }

    /// <summary>Result on test tasks.</summary>
    public EvaluationSummary? Result { get; private set; }

    /// <summary>The model version it became.</summary>
    public ModelReference? Model { get; private set; }

    /// <summary>The newest picture; null before the first. Only that one is ever read: pictures are large.</summary>
    public RunPicture? Picture => _picture ??= _pictured?.Payload.Deserialize<RunPicture>(WireJson.Options);

    /// <summary>Log lines in order.</summary>
    public IReadOnlyList<RunLogEntry> Log => _log;

    /// <summary>Checkpoints in the order they were stored.</summary>
    public IReadOnlyList<RunCheckpointSaved> Checkpoints => _checkpoints;

    /// <summary>Points of a metric, steps ascending; empty when it was never reported.</summary>
    public IReadOnlyList<MetricPoint> Series(string name) => _series.TryGetValue(name, out var points) ? points : [];

    /// <summary>Newest value of a metric.</summary>
    public double? Newest(string name) => Series(name) is [.., var last] ? last.Value : null;

    /// <summary>Takes over what is known of the metrics and pictures up to an event, whose own events need not be applied then.</summary>
    /// <param name="last">Number of the event.</param>
    /// <param name="series">The metrics up to it, or a little beyond.</param>
    /// <param name="picture">The newest picture.</param>
    public void Begin(long last, IEnumerable<MetricSeries> series, RunPicture? picture)
    {
        LastEvent = Math.Max(LastEvent, last);
        (Begun, _picture) = (true, picture);
        foreach (var one in series)
            _series[one.Name] = [.. one.Points];
    }

    /// <summary>Takes over one event.</summary>
    public void Apply(RunEvent item)
    {
        if (item.N <= LastEvent)
            return;
        LastEvent = item.N;
        switch (item.Kind)
        {
            case RunEventKinds.State:
                Enter(item.Read<RunStateChanged>());
                break;
            case RunEventKinds.Metrics:
                Measure(item.Read<RunMetrics>(), item.Time);
                break;
            case RunEventKinds.Log:
                var line = item.Read<RunLogLine>();
                _log.Add(new RunLogEntry(item.N, item.Time, line.Level, line.Message));
                break;
            case RunEventKinds.Checkpoint:
                _checkpoints.Add(item.Read<RunCheckpointSaved>());
                break;
            case RunEventKinds.Resumed:
                GoBack(item.Read<RunResumed>().Step);
                break;
            case RunEventKinds.Model:
                Model = item.Read<ModelReference>();
                break;
            case RunEventKinds.Result:
                Result = item.Read<EvaluationSummary>();
                break;
            case RunEventKinds.Picture:
                (_pictured, _picture) = (item, null);
                break;
        }
    }

    private void Enter(RunStateChanged change)
    {
        (State, Reason) = (change.State, change.Reason);
        if (change.State != RunState.Running)
            SecondsLeft = null;
    }

    private void Measure(RunMetrics metrics, DateTimeOffset time)
    {
        (Step, TotalSteps, SecondsLeft, MeasuredAt) = (metrics.Step, metrics.TotalSteps, metrics.SecondsLeft, time);
        (Device, MemoryBytes) = (metrics.Device, metrics.MemoryBytes);
        foreach (var (name, value) in metrics.Values)
        {
            if (!_series.TryGetValue(name, out var points))
                _series[name] = points = [];
            // The beginning may have been read a little beyond the events applied so far.
            if (points is not [.., var last] || last.Step < metrics.Step)
                points.Add(new MetricPoint(metrics.Step, value));
            else if (last.Step == metrics.Step)
                points[^1] = new MetricPoint(metrics.Step, value);
        }
    }

    private void GoBack(long step)
    {
        Step = Math.Min(Step, step);
        foreach (var points in _series.Values)
            points.RemoveAll(point => point.Step > step);
    }
}

/// <summary>A log line with its time.</summary>
/// <param name="N">Number of its event.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
public sealed record RunLogEntry(long N, DateTimeOffset Time, string Level, string Message);
