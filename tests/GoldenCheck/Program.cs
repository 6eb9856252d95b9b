using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.GoldenCheck;

var folder = args is [_] or [_, "--device", _] ? args[0] : null;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine(folder is not null ? $"There is no folder '{folder}'." : "usage: golden DIR [--device cpu|cuda|cuda:N]");
    return 2;
}

ComputeDevice.Use(args is [_, _, var device] ? device : ComputeDevices.Cpu);

string[] files = [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)];
if (files.Length == 0)
{
    Console.Error.WriteLine($"There is no .json file in '{folder}'.");
    return 1;
}

TorchRuntime.ApplyToThread();
SectionResult[] results = [.. files.SelectMany(file => CaseCheck.Types.SelectMany(type => CaseCheck.Run(file, type)))];
foreach (var line in ResultTable.Lines(results))
    Console.WriteLine(line);
var failed = results.Count(result => result.Failure is not null);
Console.WriteLine();
Console.WriteLine("error: largest |a - b| / (max|b| + 0.1) over the tensors of a section, b as the file has it");
Console.WriteLine($"{results.Length - failed} of {results.Length} passed");
return failed > 0 ? 1 : 0;
