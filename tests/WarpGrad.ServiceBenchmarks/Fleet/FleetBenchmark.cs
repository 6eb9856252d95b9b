using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Workers;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Fleet;

/// <summary>A queue of small runs, worked by one worker process and then by several.</summary>
internal static class FleetBenchmark
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    /// <summary>Runs it; 0 when every run was executed once.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (runs, workers, steps) = (60, 3, 300);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": (runs, steps) = (15, 150); break;
                case "--runs" when i + 1 < args.Length: runs = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--workers" when i + 1 < args.Length: workers = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--steps" when i + 1 < args.Length: steps = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                default:
                    await Console.Error.WriteLineAsync("usage: bench fleet [--quick] [--runs 60] [--workers 3] [--steps 300]");
                    return 2;
            }
        }

        var one = await MeasureAsync(1, runs, steps);
        var many = await MeasureAsync(workers, runs, steps);
        var answer = new
        {
            Schema = "warpgrad-bench-fleet/1",
            Machine = Machine.Facts(),
            MetaSteps = steps,
            Rows = new[] { one, many },
            Ratio = Math.Round(many.RunsPerSecond / one.RunsPerSecond, 2),
        };
        Console.WriteLine(JsonSerializer.Serialize(answer, ServingRow.Json));
        return one.Wrong + many.Wrong == 0 ? 0 : 1;
    }

    private static async Task<FleetRow> MeasureAsync(int workers, int count, int steps)
    {
        await using var product = await Product.StartAsync(workers: false);
        foreach (var _ in Enumerable.Range(0, workers))
            product.StartAnotherWorker();
        await Eventually.TrueAsync(
            async () => (await product.Client.Administration.WorkersAsync()).Items.Count(w => w.State == WorkerState.Active) == workers, Longest, "all workers are there");
        // What a worker does for the first time takes longer: each gets a run to warm up with.
        await AllAsync(product, Enumerable.Range(count + 1, workers), steps);

        var clock = Stopwatch.StartNew();
        var ids = await AllAsync(product, Enumerable.Range(1, count), steps);
        var seconds = clock.Elapsed.TotalSeconds;
        var wrong = 0;
        var shares = new Dictionary<string, int>();
        foreach (var id in ids)
        {
            var events = await product.Client.Runs.AllEventsAsync(id).ToListAsync();
            var leases = await product.Database.QueryAsync<long>($"""SELECT "LeaseEpoch" FROM runs WHERE "Id" = '{id}'""");
            var versions = await product.Database.QueryAsync<long>($"""SELECT count(*) FROM model_versions WHERE "RunId" = '{id}'""");
            var gapless = events.Select(e => e.N).SequenceEqual(Enumerable.Range(1, events.Count).Select(n => (long)n));
            var succeeded = events[^1].Kind == RunEventKinds.State && events[^1].Read<RunStateChanged>().State == RunState.Succeeded;
            if (leases != 1 || versions != 1 || !gapless || !succeeded)
                wrong++;
            var started = events.First(e => e.Kind == RunEventKinds.Log).Read<RunLogLine>().Message.Split(' ')[1];
            shares[started] = shares.GetValueOrDefault(started) + 1;
        }

        await Console.Error.WriteLineAsync($"{workers} workers: {count} runs in {seconds:F1} s, {wrong} not executed exactly once");
        return new FleetRow(workers, count, Math.Round(seconds, 2), Math.Round(count / seconds, 3), wrong, [.. shares.Values.OrderDescending()]);
    }

    private static async Task<IReadOnlyList<Guid>> AllAsync(Product product, IEnumerable<int> numbers, int steps)
    {
        var submitted = await Task.WhenAll(numbers.Select(number => SineRuns.SubmitAsync(product, number, steps)));
        await Eventually.TrueAsync(
            async () => await product.Database.QueryAsync<long>("""SELECT count(*) FROM runs WHERE "FinishedAt" IS NULL""") == 0, Longest, "all runs have ended");
        return [.. submitted.Select(run => run.Id)];
    }
}

/// <summary>One fleet.</summary>
/// <param name="Workers">Worker processes.</param>
/// <param name="Runs">Runs on the queue.</param>
/// <param name="Seconds">From the first submission to the end of the last run.</param>
/// <param name="RunsPerSecond">Throughput.</param>
/// <param name="Wrong">Runs that were not executed exactly once: one lease, one model version, gapless events, a good end.</param>
/// <param name="Shares">Runs of each worker.</param>
internal sealed record FleetRow(int Workers, int Runs, double Seconds, double RunsPerSecond, int Wrong, IReadOnlyList<int> Shares);
