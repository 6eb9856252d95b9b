using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Progress;

/// <summary>
/// Many subscribers to live runs on one Api node, through a restart of the Api in the middle. Events are appended as workers append
/// them (the same store, four batches a second for each run), but without training, so that what is measured is the way of an event.
/// </summary>
internal static class ProgressBenchmark
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Runs it; 0 when every subscriber got every event once and in order.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (subscribers, runs, seconds) = (1000, 10, 20);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": (subscribers, seconds) = (100, 5); break;
                case "--subscribers" when i + 1 < args.Length: subscribers = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--runs" when i + 1 < args.Length: runs = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--seconds" when i + 1 < args.Length: seconds = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                default:
                    await Console.Error.WriteLineAsync("usage: bench progress [--quick] [--subscribers 1000] [--runs 10] [--seconds 20]");
                    return 2;
            }
        }

        await using var product = await Product.StartAsync(workers: false);
        using var patience = new CancellationTokenSource(Longest);
        await using var writers = await RunWriters.CreateAsync(product, runs);
        var clock = Stopwatch.StartNew();
        var watchers = Enumerable.Range(0, subscribers).Select(i => new Watcher(product, writers.Runs[i % runs], patience.Token)).ToList();
        await Task.WhenAll(watchers.Select(watcher => watcher.First));
        var connected = clock.Elapsed;
        await Console.Error.WriteLineAsync($"{subscribers} subscribers connected in {connected.TotalSeconds:F1} s");

        var before = await PhaseAsync(writers, watchers, TimeSpan.FromSeconds(seconds), "before the restart");
        clock.Restart();
        var pausing = writers.WriteUntilAsync(patience.Token, out var stop);
        await product.Api.KillAsync();
        product.StartApi();
        await product.WaitUntilReadyAsync();
        var ready = clock.Elapsed;
        var (number, marked) = (writers.LastNumbers(), clock.Elapsed);
        await Task.WhenAll(watchers.Select(watcher => watcher.HasSeenAsync(number[watcher.Run])));
        var caughtUp = clock.Elapsed;
        await stop.CancelAsync();
        await pausing;
        await Console.Error.WriteLineAsync($"restart: ready after {ready.TotalSeconds:F1} s, all {subscribers} subscribers had caught up {(caughtUp - marked).TotalSeconds:F1} s later");
        var after = await PhaseAsync(writers, watchers, TimeSpan.FromSeconds(seconds), "after the restart");
        await writers.FinishAsync();
        await Task.WhenAll(watchers.Select(watcher => watcher.Ended));

        var wrong = watchers.Count(watcher => watcher.Seen != writers.LastNumbers()[watcher.Run] || watcher.Disorders > 0);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            Schema = "warpgrad-bench-progress/1",
            Machine = Machine.Facts(),
            Subscribers = subscribers,
            Connections = subscribers,
            Runs = runs,
            EventsPerRun = writers.LastNumbers().Values.Max(),
            Deliveries = watchers.Sum(watcher => watcher.Seen),
            SubscribersWithGapOrRepeat = wrong,
            ConnectSeconds = Math.Round(connected.TotalSeconds, 2),
            Phases = new[] { before, after },
            Restart = new { ApiReadySeconds = Math.Round(ready.TotalSeconds, 2), AllCaughtUpSeconds = Math.Round((caughtUp - marked).TotalSeconds, 2) },
        }, ServingRow.Json));
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<PhaseRow> PhaseAsync(RunWriters writers, IReadOnlyList<Watcher> watchers, TimeSpan time, string name)
    {
        foreach (var watcher in watchers)
            watcher.Take();
        var clock = Stopwatch.StartNew();
        var writing = writers.WriteUntilAsync(CancellationToken.None, out var stop);
        stop.CancelAfter(time);
        await writing;
        var numbers = writers.LastNumbers();
        await Task.WhenAll(watchers.Select(watcher => watcher.HasSeenAsync(numbers[watcher.Run])));
        var samples = watchers.SelectMany(watcher => watcher.Take()).Order().ToArray();
        var row = new PhaseRow(
            name, samples.Length, Math.Round(samples.Length / clock.Elapsed.TotalSeconds), At(samples, 0.5), At(samples, 0.95), At(samples, 0.99), At(samples, 1));
        await Console.Error.WriteLineAsync($"{name}: {row.PerSecond} deliveries/s, p50 {row.P50Ms} p95 {row.P95Ms} p99 {row.P99Ms} max {row.MaxMs} ms");
        return row;
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 1);
}

/// <summary>One stretch of time.</summary>
/// <param name="Name">Which.</param>
/// <param name="Deliveries">Events that subscribers received.</param>
/// <param name="PerSecond">Deliveries per second.</param>
/// <param name="P50Ms">Half of them took at most so many milliseconds from append (the database's clock) to receipt.</param>
/// <param name="P95Ms">95 of 100.</param>
/// <param name="P99Ms">99 of 100.</param>
/// <param name="MaxMs">The slowest.</param>
internal sealed record PhaseRow(string Name, int Deliveries, double PerSecond, double P50Ms, double P95Ms, double P99Ms, double MaxMs);
