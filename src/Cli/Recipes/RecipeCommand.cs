using System.CommandLine;
using WarpGrad.Cli.Access;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Cli.Recipes;

/// <summary>The command <c>recipe</c>: its arguments and the order of its work.</summary>
internal static class RecipeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "Name of the recipe; without it, the recipes are listed.", Arity = ArgumentArity.ZeroOrOne };
        var seeds = new Option<string>("--seeds") { Description = "Seeds, such as 1-5 or 1,2,7; one run for each.", DefaultValueFactory = _ => "1" };
        var settings = new Option<string[]>("--set") { Description = "Changes the recipe, such as innerLoop.steps=3; may be repeated.", HelpName = "path=value", DefaultValueFactory = _ => [] };
        var dataset = new Option<string?>("--dataset") { Description = "Name or id of the dataset; practice glyphs when absent." };
        var zip = new Option<FileInfo?>("--zip") { Description = "A zip of class folders to upload as the dataset." };
        var size = new Option<int>("--size") { Description = "Side in pixels that the zip's images are stored at.", DefaultValueFactory = _ => 28 };
        var color = new Option<ImageColor>("--color") { Description = "Colours that the zip's images are stored in.", DefaultValueFactory = _ => ImageColor.Grey };
        var team = new Option<string?>("--team") { Description = "Team that owns the runs; your first one when absent." };
        var label = new Option<string?>("--label") { Description = "Name of the runs and in figures; the recipe's when absent." };
        var file = new Option<string?>("--out") { Description = "File for the result; results/NAME.json when absent." };
        var command = new Command("recipe", "Runs a recipe and keeps its result in a file.") { name, seeds, settings, dataset, zip, size, color, team, label, file };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(name) is not { } recipe)
            {
                RecipeList.Print();
                return ExitCodes.Success;
            }

            var data = new DataOptions(parsed.GetValue(dataset), parsed.GetValue(zip), parsed.GetValue(size), parsed.GetValue(color));
            var options = RecipeOptions.Check(
                recipe, parsed.GetValue(seeds)!, parsed.GetValue(settings)!, data, parsed.GetValue(team), parsed.GetValue(label), parsed.GetValue(file));
            await using var installation = await Installation.ReachAsync(stop);
            return await new RecipeRunner(installation, options).RunAsync(stop);
        });
        return command;
    }
}
