using System.Text.Json.Nodes;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Recipes;

/// <summary>What to run, checked as far as it can be without an installation.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Seeds">One run for each.</param>
/// <param name="Overrides">Parts of a run spec laid over the recipe.</param>
/// <param name="Family">Task family that results.</param>
/// <param name="Data">Which images to use.</param>
/// <param name="Team">Slug of the team; the caller's first one when null.</param>
/// <param name="Name">Name of the runs, to which each adds its seed.</param>
/// <param name="Label">Name in figures.</param>
/// <param name="Out">File for the result.</param>
internal sealed record RecipeOptions(
    Recipe Recipe, IReadOnlyList<long> Seeds, JsonObject Overrides, TaskFamily Family, DataOptions Data, string? Team, string Name, string Label,
    string Out)
{
    /// <summary>Refuses what the installation would refuse, before anything is started.</summary>
    /// <exception cref="CliException">The spec or the choice of data does not fit.</exception>
    public static RecipeOptions Check(
        string recipe, string seeds, IEnumerable<string> settings, DataOptions data, string? team, string? label, string? file)
    {
        var found = Contracts.Specs.Recipes.Find(recipe)
            ?? throw CliException.Usage($"There is no recipe '{recipe}'. There are: {string.Join(", ", Contracts.Specs.Recipes.All.Select(r => r.Name))}.");
        var overrides = Cli.Recipes.Overrides.Parse(settings);
        var spec = SpecJson.TryRead(SpecJson.Merge(found.Spec, overrides), out var error) ?? throw CliException.Usage(error!.Message);
        var family = spec.Task.Family;
        // Which dataset it will be is not known yet, only that there will be one.
        var whole = family.NeedsDataset() ? spec with { Task = spec.Task with { Dataset = Guid.Empty } } : spec;
        if (SpecValidator.Validate(whole) is { Count: > 0 } errors)
            throw CliException.Usage(string.Join('\n', errors.Select(e => $"{e.Path}: {e.Message}")));
        if (!family.NeedsDataset() && (data.Dataset ?? data.Zip?.FullName) is not null)
            throw CliException.Usage($"'{recipe}' draws its tasks from the seed: leave --dataset and --zip out.");
        data.Check();
        return new RecipeOptions(
            found, SeedList.Parse(seeds), overrides, family, data, team, label ?? found.Title, label ?? found.Name,
            file ?? Path.Combine("results", $"{found.Name}.json"));
    }
}

/// <summary>Which images to use: a dataset of the team, a zip to upload, or, when neither is said, practice glyphs.</summary>
/// <param name="Dataset">Name or id of a dataset.</param>
/// <param name="Zip">A zip of class folders.</param>
/// <param name="Size">Side in pixels that a zip's images are stored at.</param>
/// <param name="Color">Colours that a zip's images are stored in.</param>
internal sealed record DataOptions(string? Dataset, FileInfo? Zip, int Size, ImageColor Color)
{
    /// <summary>Refuses both at once, and files that are not there.</summary>
    public void Check()
    {
        if (Dataset is not null && Zip is not null)
            throw CliException.Usage("Give --dataset or --zip, not both.");
        if (Zip is { Exists: false })
            throw CliException.Usage($"There is no file {Zip}.");
    }
}
