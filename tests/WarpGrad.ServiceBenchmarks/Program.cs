using System.Text.Json;
using WarpGrad.ServiceBenchmarks;
using WarpGrad.ServiceBenchmarks.Day;
using WarpGrad.ServiceBenchmarks.FirstLoad;
using WarpGrad.ServiceBenchmarks.Fleet;
using WarpGrad.ServiceBenchmarks.Progress;
using WarpGrad.ServiceBenchmarks.Start;
using WarpGrad.TestSupport;

switch (args)
{
    case ["fleet", .. var rest]: return await FleetBenchmark.RunAsync(rest);
    case ["load", .. var rest]: return await DayBenchmark.RunAsync(rest);
    case ["progress", .. var rest]: return await ProgressBenchmark.RunAsync(rest);
    case ["page", .. var rest]: return await PageBenchmark.RunAsync(rest);
    case ["start", .. var rest]: return await StartBenchmark.RunAsync(rest);
}

if (BenchmarkOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("usage: bench serving [--quick] [--only TEXT] [--callers 1,8,64]");
    return 2;
}

// What is measured is speed, not the limits on it.
await using var product = await Product.StartAsync(settings: new Dictionary<string, string>
{
    ["Limits__AdaptationsPerMinute"] = "1000000",
    ["Limits__TeamAdaptationsPerMinute"] = "1000000",
    ["Worker__AdaptationSweepSeconds"] = "60",
});
var world = await ServingWorld.PrepareAsync(product);
var rows = new List<ServingRow>();
foreach (var workload in await ServingWorkloads.NamedAsync(world, options.Only))
{
    await Load.RunAsync(workload, callers: 1, requests: 5);
    foreach (var callers in options.Callers)
    {
        var row = await Load.RunAsync(workload, callers, options.Requests(callers));
        rows.Add(row);
        await Console.Error.WriteLineAsync(
            $"{row.Name}, {callers} callers: {row.RequestsPerSecond:F1}/s, total p50 {row.TotalMs.P50:F1} p99 {row.TotalMs.P99:F1} ms, "
            + $"overhead p50 {row.OverheadMs.P50:F1} p99 {row.OverheadMs.P99:F1} ms, errors {row.Errors}, time-outs {row.TimeOuts}");
    }
}

Console.WriteLine(JsonSerializer.Serialize(new { Schema = "warpgrad-bench-serving/1", Machine = Machine.Facts(), Rows = rows }, ServingRow.Json));
return rows.Sum(row => row.Errors + row.TimeOuts) == 0 ? 0 : 1;
