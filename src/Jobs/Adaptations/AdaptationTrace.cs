using System.Diagnostics;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>The answer to one question in the trace of the request that asked, and in the figures.</summary>
/// <param name="claim">The question.</param>
internal sealed class AdaptationTrace(AdaptationClaim claim) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Activity? _work = Begin(claim);

    /// <summary>Notes what came of it, once that is stored.</summary>
    /// <param name="computed">Time that the engine computed.</param>
    /// <param name="failure">Problem type where there is no answer.</param>
    public void Stored(TimeSpan computed, string? failure)
    {
        var kind = new KeyValuePair<string, object?>("kind", claim.Kind.ToString().ToLowerInvariant());
        var total = TimeSpan.FromMilliseconds(claim.QueueMs) + Stopwatch.GetElapsedTime(_started);
        Signals.AdaptationCompute.Record(computed.TotalSeconds, kind);
        Signals.AdaptationOverhead.Record(Math.Max(0, (total - computed).TotalSeconds), kind);
        if (failure is not null)
            _work?.SetStatus(ActivityStatusCode.Error, failure);
    }

    public void Dispose() => _work?.Dispose();

    private static Activity? Begin(AdaptationClaim claim)
    {
        var asked = TraceContext.Read(claim.TraceParent);
        Signals.Passed("adaptation queued", asked, TimeSpan.FromMilliseconds(claim.QueueMs));
        return Signals.Source.StartActivity("adaptation in work", ActivityKind.Consumer, asked)
            ?.SetTag("warpgrad.adaptation.id", claim.Id).SetTag("warpgrad.adaptation.kind", claim.Kind.ToString()).SetTag("warpgrad.worker", Workers.WorkerIdentity.Name);
    }
}
