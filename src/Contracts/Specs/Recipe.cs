using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WarpGrad.Contracts.Specs;

/// <summary>A named <see cref="RunSpec"/> with its source and the result to expect. Only the dataset is left to choose.</summary>
/// <param name="Name">Name used in requests, for example <c>omniglot-5way</c>.</param>
/// <param name="Title">Name shown to people.</param>
/// <param name="Source">Where the experiment comes from (paper section).</param>
/// <param name="Expected">What result to expect, with hardware and duration where it was measured.</param>
/// <param name="Spec">The spec as written in the recipe; absent fields take their defaults.</param>
public sealed record Recipe(string Name, string Title, string Source, string Expected, JsonObject Spec);

/// <summary>The recipes that come with the product.</summary>
public static class Recipes
{
    private static readonly Lazy<IReadOnlyList<Recipe>> Loaded = new(Load);

    /// <summary>All recipes by name.</summary>
    public static IReadOnlyList<Recipe> All => Loaded.Value;

    /// <summary>The recipe of that name, or null.</summary>
    /// <param name="name">Name of the recipe.</param>
    public static Recipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);

    private static List<Recipe> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("recipes/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => Read(assembly, name))];
    }

    private static IEnumerable<Recipe> Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var file = JsonSerializer.Deserialize<RecipeFile>(stream, SpecJson.Options)
            ?? throw new InvalidOperationException($"{resource} is not a recipe.");
        yield return new Recipe(file.Name, file.Title, file.Source, file.Expected, file.Spec);
        foreach (var variant in file.Variants)
            yield return new Recipe(
                $"{file.Name}-{variant.Name}", $"{file.Title}: {variant.Title}", file.Source, variant.Expected, SpecJson.Merge(file.Spec, variant.Spec));
    }

    /// <summary>A recipe as a file writes it.</summary>
    private sealed record RecipeFile(string Name, string Title, string Source, string Expected, JsonObject Spec)
    {
        /// <summary>Further recipes that differ in a few fields, such as the ablations of an experiment.</summary>
        public IReadOnlyList<Variant> Variants { get; init; } = [];
    }

    /// <summary>What a variant changes.</summary>
    private sealed record Variant(string Name, string Title, string Expected, JsonObject Spec);
}
