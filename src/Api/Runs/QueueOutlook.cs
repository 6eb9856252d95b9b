namespace WarpGrad.Api.Runs;

/// <summary>Reckons when waiting runs start, from how long each needs and when each place to train is free.</summary>
internal static class QueueOutlook
{
    /// <summary>Seconds until each run starts.</summary>
    /// <param name="needs">Seconds that each waiting run needs, in their order; null where nothing is known.</param>
    /// <param name="freeIn">Seconds until each place where runs are trained is free; not a number where nothing is known.</param>
    /// <returns>
    /// Null where nothing is known: without a run in work, and from where the end of one cannot be told on,
    /// because its place might be the first to be free.
    /// </returns>
    public static IReadOnlyList<double?> Starts(IReadOnlyList<double?> needs, IReadOnlyList<double> freeIn)
    {
        var starts = new double?[needs.Count];
        var workers = new PriorityQueue<double, double>(freeIn.Select(seconds => (seconds, seconds)));
        for (var i = 0; i < needs.Count; i++)
        {
            // What is not a number sorts first, as a place that might be free at any time must.
            if (!workers.TryPeek(out var free, out _) || double.IsNaN(free))
                break;
            starts[i] = free;
            var end = free + (needs[i] ?? double.NaN);
            workers.DequeueEnqueue(end, end);
        }

        return starts;
    }
}
