using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Day;

/// <summary>
/// A team's day in a few minutes: people who browse and watch, uploads, runs on three workers, questions to a model at a steady rate; in
/// the middle a worker is killed, and later the database crashes and comes back. At the end nothing that was acknowledged may be lost.
/// </summary>
internal static class DayBenchmark
{
    private const int Workers = 3, Runs = 20, Steps = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20), Recovery = TimeSpan.FromSeconds(20);

    /// <summary>Runs it; 0 when nothing was lost and nothing failed in ordinary hours.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (minutes, people, perSecond) = (10.0, 50, 2.0);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": (minutes, people) = (2, 20); break;
                case "--minutes" when i + 1 < args.Length: minutes = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--people" when i + 1 < args.Length: people = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--questions" when i + 1 < args.Length: perSecond = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                default:
                    await Console.Error.WriteLineAsync("usage: bench load [--quick] [--minutes 10] [--people 50] [--questions PER_SECOND]");
                    return 2;
            }
        }

        using var cluster = await OwnCluster.StartAsync();
        await using var product = await Product.StartAsync(database: await TestDatabase.CreateAsync(server: cluster.Url), settings: new Dictionary<string, string>
        {
            ["Limits__AdaptationsPerMinute"] = "1000000",
            ["Limits__TeamAdaptationsPerMinute"] = "1000000",
        });
        var model = (await FinishedAsync(product, (await SineRuns.SubmitAsync(product, 0, 20)).Id)).Summary.Model!.Slug;
        var others = Enumerable.Range(1, Workers - 1).Select(_ => product.StartAnotherWorker()).ToList();

        var day = TimeSpan.FromMinutes(minutes);
        using var evening = new CancellationTokenSource(day);
        var ledger = new Ledger();
        var team = new People(product, WarpGradClient.WithToken(product.Address, product.Token, retries: 0), model, ledger);
        var clock = Stopwatch.StartNew();
        var browsing = Enumerable.Range(0, (people + 1) / 2).Select(person => team.BrowseAsync(person, evening.Token)).ToArray();
        var watching = Enumerable.Range(0, people / 2).Select(person => team.WatchAsync(person, evening.Token)).ToArray();
        var asking = team.AskModelAsync(perSecond, evening.Token);
        var uploading = team.UploadAsync(day / 20, evening.Token);
        var submitting = team.SubmitAsync(Runs, day * 0.6 / Runs, Steps, evening.Token);

        await Task.Delay(day / 3);
        ledger.Phase = "a worker is killed";
        await others[0].KillAsync();
        product.StartAnotherWorker();
        await Task.Delay(Recovery);
        ledger.Phase = "";
        await Task.Delay(day / 3 - Recovery);
        ledger.Phase = "the database restarts";
        await cluster.CrashAsync();
        var away = Stopwatch.StartNew();
        await cluster.GoOnAsync();
        var restarted = away.Elapsed;
        await Task.Delay(Recovery);
        ledger.Phase = "";

        await Task.WhenAll([.. browsing, asking, uploading]);
        var disorders = (await Task.WhenAll(watching)).Sum();
        var runs = await submitting;
        var busy = clock.Elapsed;
        var lost = await LostAsync(product, runs, [.. team.Uploaded]);
        var rows = ledger.Rows();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            Schema = "warpgrad-bench-load/1",
            Machine = Machine.Facts(),
            Minutes = Math.Round(busy.TotalMinutes, 1),
            People = people,
            QuestionsPerSecond = perSecond,
            Workers,
            Runs = runs.Count,
            Uploads = team.Uploaded.Count,
            DatabaseAwaySeconds = Math.Round(restarted.TotalSeconds, 1),
            Lost = lost,
            EventsOutOfOrder = disorders,
            AllDoneMinutes = Math.Round(clock.Elapsed.TotalMinutes, 1),
            Rows = rows,
            ledger.FirstErrors,
        }, ServingRow.Json));
        return lost.Count + disorders + rows.Where(row => row.When == "ordinary hours").Sum(row => row.Failed) == 0 ? 0 : 1;
    }

    /// <summary>Sentences about what was acknowledged and is not there, or there twice.</summary>
    private static async Task<IReadOnlyList<string>> LostAsync(Product product, IReadOnlyList<Guid> runs, IReadOnlyList<Guid> uploads)
    {
        var lost = new List<string>();
        foreach (var id in runs)
        {
            var run = await FinishedAsync(product, id);
            var numbers = await product.Client.Runs.AllEventsAsync(id).Select(e => e.N).ToListAsync();
            var versions = await product.Database.QueryAsync<long>($"""SELECT count(*) FROM model_versions WHERE "RunId" = '{id}'""");
            if (run.Summary.State != RunState.Succeeded)
                lost.Add($"Run {id} ended as {run.Summary.State}: {run.Summary.FailureReason}");
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(n => (long)n)))
                lost.Add($"Run {id} has gaps in its events.");
            if (versions != 1)
                lost.Add($"Run {id} became {versions} model versions.");
        }

        foreach (var id in uploads)
        {
            var dataset = await Eventually.GetAsync(() => product.Client.Datasets.GetAsync(id), d => d.State != DatasetState.Importing, Longest, "an upload is imported");
            if (dataset.State != DatasetState.Ready)
                lost.Add($"Upload {dataset.Name} is {dataset.State}: {dataset.FailureReason}");
        }

        return lost;
    }

    private static Task<RunDetail> FinishedAsync(Product product, Guid id) =>
        Eventually.GetAsync(() => product.Client.Runs.GetAsync(id), run => run.Summary.State.IsFinal(), Longest, "a run has ended");
}
