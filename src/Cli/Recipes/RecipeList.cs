using System.Text.Json;
using Spectre.Console;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Recipes;

/// <summary>Prints the recipes.</summary>
internal static class RecipeList
{
    /// <summary>One row for each recipe.</summary>
    public static void Print()
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators().AddColumns("recipe", "tasks", "what it is and what to expect");
        table.Columns[0].NoWrap();
        foreach (var recipe in Contracts.Specs.Recipes.All)
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(recipe.Name)}[/]"), new Text(Family(recipe)),
                new Text($"{recipe.Title}. {recipe.Source}\nExpected: {recipe.Expected}"));
        Terminal.Results.Write(table);
    }

    private static string Family(Recipe recipe) =>
        SpecJson.TryRead(recipe.Spec, out _) is { } spec ? JsonNamingPolicy.CamelCase.ConvertName(spec.Task.Family.ToString()) : "";
}
