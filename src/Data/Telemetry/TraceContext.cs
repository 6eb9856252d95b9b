using System.Diagnostics;

namespace WarpGrad.Data.Telemetry;

/// <summary>
/// Carries a trace through the database: who puts something on a queue stores where it stands in its trace, and who takes it from there
/// goes on from that place.
/// </summary>
public static class TraceContext
{
    /// <summary>Longest that is stored: a <c>traceparent</c> as W3C Trace Context has it.</summary>
    public const int Length = 55;

    /// <summary>Where the caller stands, as a <c>traceparent</c>; null outside any trace.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The place of a stored <c>traceparent</c>; an empty one where there is none.</summary>
    /// <param name="traceParent">As <see cref="Current"/> gave it.</param>
    public static ActivityContext Read(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
