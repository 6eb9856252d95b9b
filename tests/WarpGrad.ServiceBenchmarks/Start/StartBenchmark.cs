using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Start;

/// <summary>How long the Api and a worker take to start, how much the processor has to do for it, and what a product costs that nobody uses.</summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (starts, idle) = (5, 120);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": (starts, idle) = (2, 20); break;
                case "--starts" when i + 1 < args.Length: starts = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--idle" when i + 1 < args.Length: idle = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                default:
                    await Console.Error.WriteLineAsync("usage: bench start [--quick] [--starts 5] [--idle 120]");
                    return 2;
            }
        }

        await using var product = await Product.StartAsync();
        await Eventually.TrueAsync(async () => await WorkersAsync(product) == 2, Longest, "both workers are there");
        await product.TrainingWorker.KillAsync();
        List<StartRow> apis = [], workers = [];
        for (var i = 0; i < starts; i++)
        {
            await product.Api.KillAsync();
            apis.Add(await MeasureAsync("api", product.StartApi, product.WaitUntilReadyAsync, () => product.Api));
            var before = await WorkersAsync(product);
            workers.Add(await MeasureAsync(
                "worker", product.StartTrainingWorker, () => Eventually.TrueAsync(async () => await WorkersAsync(product) > before, Longest, "the worker is there"),
                () => product.TrainingWorker));
            await product.TrainingWorker.KillAsync();
        }

        product.StartTrainingWorker();
        var costs = await IdleAsync(product, TimeSpan.FromSeconds(idle));
        Console.WriteLine(JsonSerializer.Serialize(
            new { Schema = "warpgrad-bench-start/1", Machine = Machine.Facts(), Api = StartRow.Median(apis), Worker = StartRow.Median(workers), IdleSecondsPerHour = costs },
            ServingRow.Json));
        return 0;
    }

    private static async Task<StartRow> MeasureAsync(string name, Action start, Func<Task> ready, Func<ProductProcess> process)
    {
        var clock = Stopwatch.StartNew();
        start();
        await ready();
        var row = new StartRow(clock.Elapsed.TotalSeconds, Processor(process()).TotalSeconds);
        await Console.Error.WriteLineAsync($"{name}: ready after {row.Seconds:F1} s, {row.ProcessorSeconds:F1} s of processor time");
        return row;
    }

    /// <summary>Seconds of processor time in an hour, reckoned from a shorter time that begins when the product has settled.</summary>
    private static async Task<Dictionary<string, double>> IdleAsync(Product product, TimeSpan time)
    {
        var processes = new Dictionary<string, ProductProcess> { ["api"] = product.Api, ["interactiveWorker"] = product.InteractiveWorker, ["trainingWorker"] = product.TrainingWorker };
        await Task.Delay(time / 2);
        var before = processes.ToDictionary(pair => pair.Key, pair => Processor(pair.Value));
        var clock = Stopwatch.StartNew();
        await Task.Delay(time);
        return processes.ToDictionary(pair => pair.Key, pair => Math.Round((Processor(pair.Value) - before[pair.Key]) / clock.Elapsed * 3600));
    }

    private static TimeSpan Processor(ProductProcess process)
    {
        using var found = Process.GetProcessById(process.Id);
        return found.TotalProcessorTime;
    }

    private static Task<long> WorkersAsync(Product product) => product.Database.QueryAsync<long>("SELECT count(*) FROM workers");
}
