using System.CommandLine;
using WarpGrad.Cli;
using WarpGrad.Cli.Datasets;
using WarpGrad.Cli.Models;
using WarpGrad.Cli.Notes;
using WarpGrad.Cli.Plots;
using WarpGrad.Cli.Recipes;
using WarpGrad.Cli.Runs;

var root = new RootCommand("Works with a WarpGrad installation: datasets, runs, models, predictions, recipes and their figures.")
{
    DatasetsCommand.Create(),
    RunsCommand.Create(),
    ModelsCommand.Create(),
    PredictCommand.Create(),
    RecipeCommand.Create(),
    PlotCommand.Create(),
    NotesCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await Failures.GuardAsync(stop => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, stop));
foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync(error.Message);
return ExitCodes.Usage;
