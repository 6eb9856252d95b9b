using WarpGrad.Cli;
using WarpGrad.Engine.Compute;
using WarpGrad.Studies;

if (args is ["table", var folder])
{
    foreach (var line in StudyTable.Of(StudyResult.ReadAll(folder)))
        Console.WriteLine(line);
    return 0;
}

try
{
    if (args is not ["fewshot", .. var rest] || Options.Parse(rest) is not { } options)
        throw CliException.Usage(Options.Usage);
    TorchRuntime.ApplyToThread();
    var alphabets = await Alphabets.ReadAsync(options.Data);
    Directory.CreateDirectory(options.Out);
    foreach (var seed in options.Seeds)
    {
        foreach (var recipe in options.Recipes)
        {
            var name = recipe + options.Suffix;
            var path = Path.Combine(options.Out, $"{name}-seed{seed}");
            // What was interrupted is called again: what is there stays.
            if (File.Exists(path + ".json"))
                continue;
            var result = FewShotStudy.Run(name, options.SpecOf(recipe, seed), alphabets, options.Tasks, path + ".safetensors");
            result.Write(path + ".json");
            Console.Error.WriteLine($"{name}, seed {seed}: {string.Join(", ", result.Alphabets.Select(judged => $"{judged.Key} {judged.Value.Score:P1}"))}");
        }
    }

    return 0;
}
catch (CliException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
