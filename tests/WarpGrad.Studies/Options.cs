using System.Globalization;
using System.Text.Json.Nodes;
using WarpGrad.Cli;
using WarpGrad.Cli.Recipes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Studies;

/// <summary>What was asked for.</summary>
/// <param name="Recipes">Recipes to train.</param>
/// <param name="Seeds">Seeds to train each with.</param>
/// <param name="Minutes">Processor time of each training.</param>
/// <param name="Tasks">Test tasks of each alphabet.</param>
/// <param name="Settings">Settings laid over the recipes, such as <c>task.distortedTasks=0</c>.</param>
/// <param name="Suffix">Added to the names of the recipes, to tell these settings from others.</param>
/// <param name="Data">Folder of Omniglot's zips.</param>
/// <param name="Out">Folder of the results.</param>
internal sealed record Options(
    IReadOnlyList<string> Recipes, IReadOnlyList<long> Seeds, double Minutes, int Tasks, IReadOnlyList<string> Settings, string Suffix, string Data, string Out)
{
    /// <summary>How to call.</summary>
    public const string Usage =
        "usage: study fewshot RECIPE... [--seeds 1-5] [--minutes 15] [--tasks 200] [--set path=value]... [--suffix TEXT] [--data DIR] [--out DIR]; study table DIR";

    /// <summary>Reads the command line after its first word; null when it is none.</summary>
    /// <param name="args">The words.</param>
    public static Options? Parse(ReadOnlySpan<string> args)
    {
        var options = new Options([], [1, 2, 3, 4, 5], 15, 200, [], "", "../shared/data/omniglot", "artifacts/study");
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                options = options with { Recipes = [.. options.Recipes, args[i]] };
            else if (i + 1 < args.Length && options.With(args[i], args[i + 1]) is { } more)
                (options, i) = (more, i + 1);
            else
                return null;
        }

        return options.Recipes.Count > 0 && options.Recipes.All(name => Contracts.Specs.Recipes.Find(name) is not null) ? options : null;
    }

    /// <summary>The spec of a recipe under these options.</summary>
    /// <param name="recipe">Name of the recipe.</param>
    /// <param name="seed">Seed.</param>
    public RunSpec SpecOf(string recipe, long seed)
    {
        var own = new JsonObject
        {
            ["task"] = new JsonObject { ["dataset"] = Guid.Empty },
            ["outerLoop"] = new JsonObject { ["maxMinutes"] = Minutes },
            ["seed"] = seed,
        };
        var settings = SpecJson.Merge(Overrides.Parse(Settings), own);
        return SpecJson.TryRead(SpecJson.Merge(Contracts.Specs.Recipes.Find(recipe)!.Spec, settings), out var error) ?? throw CliException.Usage(error!.Message);
    }

    private Options? With(string option, string value) => option switch
    {
        "--seeds" => this with { Seeds = SeedList.Parse(value) },
        "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 => this with { Minutes = minutes },
        "--tasks" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var tasks) && tasks > 0 => this with { Tasks = tasks },
        "--set" => this with { Settings = [.. Settings, value] },
        "--suffix" => this with { Suffix = value },
        "--data" => this with { Data = value },
        "--out" => this with { Out = value },
        _ => null,
    };
}
