using WarpGrad.Engine.Compute;
using WarpGrad.GoldenCheck;

if (args is not [var folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine(args is [var missing] ? $"There is no folder '{missing}'." : "usage: golden DIR");
    return 2;
}

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
