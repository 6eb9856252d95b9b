using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using WarpGrad.Client;

namespace WarpGrad.ServiceBenchmarks.Day;

/// <summary>Every request of the day: what kind, when, how long, and how it ended.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentBag<Entry> _entries = [];
    private readonly ConcurrentDictionary<string, string> _firstErrors = new();
    private volatile string _phase = "";

    /// <summary>What is going on in the house; noted with every request that begins meanwhile.</summary>
    public string Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <summary>Makes a request and notes it. What the server refuses, or a connection that breaks, is noted and goes no further.</summary>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> AskAsync(string kind, Func<Task> request)
    {
        var (phase, started) = (_phase, Stopwatch.GetTimestamp());
        var outcome = Outcome.Answered;
        try
        {
            await request();
        }
        catch (WarpGradException refusal) when (refusal.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            outcome = Outcome.AskedToWait;
        }
        catch (Exception exception) when (exception is WarpGradException or HttpRequestException or IOException)
        {
            outcome = Outcome.Failed;
            _firstErrors.TryAdd($"{kind}, {(phase.Length > 0 ? phase : "ordinary hours")}", exception.Message);
        }

        _entries.Add(new Entry(kind, phase, outcome, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
        return outcome == Outcome.Answered;
    }

    /// <summary>One row for each kind of request, in ordinary hours and in each disturbance.</summary>
    public IReadOnlyList<DayRow> Rows() =>
    [
        .. _entries.GroupBy(entry => (entry.Kind, entry.Phase)).OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Phase, StringComparer.Ordinal)
            .Select(group => new DayRow(
                group.Key.Kind, group.Key.Phase.Length > 0 ? group.Key.Phase : "ordinary hours", group.Count(),
                group.Count(entry => entry.Outcome == Outcome.AskedToWait), group.Count(entry => entry.Outcome == Outcome.Failed),
                Percentiles.Of(group.Where(entry => entry.Outcome == Outcome.Answered).Select(entry => entry.Milliseconds)))),
    ];

    /// <summary>The first error of each kind, in words.</summary>
    public IReadOnlyDictionary<string, string> FirstErrors => _firstErrors;

    private enum Outcome
    {
        Answered,
        AskedToWait,
        Failed,
    }

    private sealed record Entry(string Kind, string Phase, Outcome Outcome, double Milliseconds);
}

/// <summary>Requests of one kind in one part of the day.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="When">Ordinary hours, or which disturbance.</param>
/// <param name="Requests">Requests made.</param>
/// <param name="AskedToWait">Answered with 503 or 429 and when to come again.</param>
/// <param name="Failed">Any other error, or a broken connection.</param>
/// <param name="Ms">From request to answer.</param>
internal sealed record DayRow(string Kind, string When, int Requests, int AskedToWait, int Failed, Percentiles Ms);
