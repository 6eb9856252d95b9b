using System.CommandLine;
using WarpGrad.Cli;
using WarpGrad.Cli.Plots;
using WarpGrad.Cli.Recipes;

var root = new RootCommand("Runs recipes through a WarpGrad installation and draws figures from their results.")
{
    RecipeCommand.Create(),
    PlotCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await Failures.GuardAsync(stop => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, stop));
foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync(error.Message);
return ExitCodes.Usage;
