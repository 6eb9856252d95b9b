using System.Text.Json;
using WarpGrad.Benchmarks;
using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Benchmarks.Workloads;
using WarpGrad.Engine.Compute;

var options = Options.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

TorchRuntime.ApplyToThread();
ComputeDevice.Use(options.Setting.Device);
if (options.Repeatability)
{
    var hashes = Repeatability.Hashes(options.Setting);
    Console.WriteLine(JsonSerializer.Serialize(new { Device = ComputeDevice.Own.Name, Equal = hashes.Values.Distinct().Count() == 1, Hashes = hashes }, Row.Json));
    return 0;
}

if (options.Agreement)
{
    Console.WriteLine(JsonSerializer.Serialize(new { Device = ComputeDevice.Own.Name, Largest = StackedAdaptation.Agreements(options.Setting) }, Row.Json));
    return 0;
}

var peak = MachineFacts.MatrixProductPeak(options.Setting);
var references = options.Reference is { } file ? Reference.Read(file) : new Dictionary<string, double>();
var rows = new List<Row>();
foreach (var workload in Workload.All(options.Setting).Where(workload => workload.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
{
    var row = workload.Run(options.Quick, peak, options.Setting);
    if (references.TryGetValue(row.Name, out var seconds))
        row = row with { Reference = seconds, Ratio = seconds / row.Seconds };
    rows.Add(row);
    Console.Error.WriteLine($"{row.Name}: {row.Seconds * 1e3:F2} ms per {row.Unit}" + (row.ShareOfPeak is { } share ? $", {share:P0} of peak" : ""));
}

var document = new { Schema = "warpgrad-bench/1", Machine = MachineFacts.Collect(peak, options.Setting), Rows = rows };
Console.WriteLine(JsonSerializer.Serialize(document, Row.Json));
return 0;
