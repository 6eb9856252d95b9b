using System.Diagnostics;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Jobs.Runs;

/// <summary>A worker's part of a run in the trace of the request that put the run on the queue.</summary>
internal static class RunTrace
{
    /// <summary>Begins the worker's part; it lasts until the result is disposed.</summary>
    /// <param name="lease">The lease that the worker got.</param>
    /// <param name="owner">Name of the worker.</param>
    /// <param name="now">The time, by the database's clock.</param>
    public static Activity? Begin(RunLease lease, string owner, DateTimeOffset now)
    {
        var asked = TraceContext.Read(lease.TraceParent);
        if (lease.QueuedAt is { } since)
        {
            var waited = now > since ? now - since : TimeSpan.Zero;
            Signals.RunWait.Record(waited.TotalSeconds);
            Signals.Passed("run queued", asked, waited);
        }

        return Signals.Source.StartActivity("run in work", ActivityKind.Consumer, asked)
            ?.SetTag("warpgrad.run.id", lease.RunId).SetTag("warpgrad.run.lease", lease.Epoch).SetTag("warpgrad.worker", owner);
    }

    /// <summary>Does something as a part of its own.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="work">Does it.</param>
    public static async Task<T> PartAsync<T>(string name, Func<Task<T>> work)
    {
        using var part = Signals.Source.StartActivity(name);
        return await work();
    }

    /// <summary>Notes how the worker's part ends.</summary>
    /// <param name="state">The state that the run is left in.</param>
    /// <param name="failure">One sentence when it failed.</param>
    public static void End(RunState state, string? failure = null)
    {
        var name = state.ToString().ToLowerInvariant();
        Signals.RunsPutDown.Add(1, new KeyValuePair<string, object?>("state", name));
        Activity.Current?.SetTag("warpgrad.run.state", name);
        if (failure is not null)
            Activity.Current?.SetStatus(ActivityStatusCode.Error, failure);
    }
}
