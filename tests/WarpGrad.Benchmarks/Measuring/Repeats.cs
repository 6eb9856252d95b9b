using System.Diagnostics;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>Times the same work again and again.</summary>
internal static class Repeats
{
    /// <summary>Sorted seconds of each repeat. The first runs only warm up.</summary>
    /// <param name="quick">Whether to be content with few.</param>
    /// <param name="work">What to time.</param>
    public static double[] Of(bool quick, Action work)
    {
        var (least, enough) = quick ? (3, TimeSpan.FromSeconds(1)) : (9, TimeSpan.FromSeconds(6));
        work();
        work();
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        while (times.Count < least || total.Elapsed < enough)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        times.Sort();
        return [.. times];
    }
}
