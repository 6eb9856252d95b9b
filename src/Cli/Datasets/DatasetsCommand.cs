using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WarpGrad.Cli.Access;
using WarpGrad.Cli.Recipes;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Cli.Datasets;

/// <summary>The command <c>datasets</c>: lists and uploads.</summary>
internal static class DatasetsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("datasets", "Lists datasets, or uploads one.") { List(), Upload() };

    private static Command List()
    {
        var team = InstallationCommand.Team();
        return new Command("list", "Datasets of a team, newest first.") { team }.Acts(async (parsed, installation, stop) =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("id", "name", "state", "classes", "images");
            await foreach (var dataset in installation.Client.Datasets.AllAsync(await installation.TeamAsync(parsed.GetValue(team), stop), stop))
                table.AddRow([.. Row(dataset).Select(cell => new Text(cell))]);
            Terminal.Results.Write(table);
            return ExitCodes.Success;
        });
    }

    private static Command Upload()
    {
        var team = InstallationCommand.Team();
        var zip = new Argument<FileInfo>("zip") { Description = "A zip of class folders." };
        var size = new Option<int>("--size") { Description = "Side in pixels that images are stored at.", DefaultValueFactory = _ => 28 };
        var color = new Option<ImageColor>("--color") { Description = "Colours that images are stored in.", DefaultValueFactory = _ => ImageColor.Grey };
        return new Command("upload", "Uploads a zip and waits until it is imported.") { zip, size, color, team }.Acts(async (parsed, installation, stop) =>
        {
            var owner = await installation.TeamAsync(parsed.GetValue(team), stop);
            var options = new DataOptions(null, parsed.GetValue(zip), parsed.GetValue(size), parsed.GetValue(color));
            var dataset = await Terminal.Progress.Status().StartAsync(
                "Looking for it", status => new DatasetChoice(installation.Client, owner, text => status.Status = text).FindAsync(options, stop));
            Terminal.Results.WriteLine(string.Join("  ", Row(dataset)));
            return ExitCodes.Success;
        });
    }

    private static IEnumerable<string> Row(DatasetSummary dataset) =>
    [
        dataset.Id.ToString(), dataset.Name, dataset.FailureReason is { } reason ? $"failed: {reason}" : dataset.State.ToString().ToLowerInvariant(),
        Number(dataset.Version?.Classes), Number(dataset.Version?.Images),
    ];

    private static string Number(int? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
