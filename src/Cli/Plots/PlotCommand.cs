using System.CommandLine;
using WarpGrad.Cli.Results;

namespace WarpGrad.Cli.Plots;

/// <summary>The command <c>plot</c>: from result files to figures.</summary>
internal static class PlotCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Results of './warpgrad recipe'; each is one method.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "Folder for the figures.", DefaultValueFactory = _ => Path.Combine("results", "figures") };
        var command = new Command("plot", "Draws figures (SVG) from results of recipes.") { files, folder };
        command.SetAction(parsed =>
        {
            var methods = Method.Of([.. parsed.GetValue(files)!.Select(path => (path, Read(path)))]);
            var target = Directory.CreateDirectory(parsed.GetValue(folder)!).FullName;
            foreach (var figure in AllFigures(methods))
                Console.WriteLine(Svg.Write(figure, target));
            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<Figure> AllFigures(IReadOnlyList<Method> methods) =>
        // Scores that count different things have no axis in common.
        [.. methods.GroupBy(method => method.Result.Measure).SelectMany(group => MethodFigures.Draw(group.Key, [.. group])), .. methods.SelectMany(PictureFigures.Draw)];

    private static ResultFile Read(string path) => File.Exists(path) ? ResultFile.Read(path) : throw CliException.Usage($"There is no file {path}.");
}
