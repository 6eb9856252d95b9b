using System.CommandLine;
using Spectre.Console;
using WarpGrad.Cli.Access;
using WarpGrad.Cli.Results;
using WarpGrad.Client.Models;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Models;

/// <summary>The command <c>models</c>: lists and downloads.</summary>
internal static class ModelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("models", "Lists models, or downloads one.") { List(), Download() };

    /// <summary>An argument such as <c>team/model</c>, or <c>model</c> of the caller's first team.</summary>
    public static Argument<string> Address() => new("model") { Description = "The model: team/model, or model for one of your first team." };

    /// <summary>Team and model that an address names.</summary>
    public static async Task<(string Team, string Model)> ReadAsync(string address, Installation installation, CancellationToken stop) => address.Split('/') switch
    {
        [var team, var model] => (team, model),
        [var model] => (await installation.TeamAsync(null, stop), model),
        _ => throw CliException.Usage($"'{address}' is no model: write team/model."),
    };

    private static Command List()
    {
        var search = new Option<string?>("--search") { Description = "Only models with this text in their name, address or description." };
        return new Command("list", "All models you may see.") { search }.Acts(async (parsed, installation, stop) =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("model", "name", "family", "version", "score");
            var filter = new ModelFilter(parsed.GetValue(search));
            string? cursor = null;
            do
            {
                var page = await installation.Client.Models.SearchAsync(filter, cursor, cancel: stop);
                foreach (var model in page.Items)
                    table.AddRow([.. Row(model).Select(cell => new Text(cell))]);
                cursor = page.Next;
            }
            while (cursor is not null);
            Terminal.Results.Write(table);
            return ExitCodes.Success;
        });
    }

    private static Command Download()
    {
        var address = Address();
        var version = new Option<string>("--version") { Description = "Version or alias.", DefaultValueFactory = _ => "latest" };
        var file = new Option<FileInfo?>("--out") { Description = "File to write; MODEL.safetensors when absent." };
        return new Command("download", "Writes the weights of a version as safetensors.") { address, version, file }.Acts(async (parsed, installation, stop) =>
        {
            var (team, model) = await ReadAsync(parsed.GetValue(address)!, installation, stop);
            var path = parsed.GetValue(file)?.FullName ?? $"{model}.safetensors";
            await using (var weights = await installation.Client.Models.OpenCheckpointAsync(team, model, parsed.GetValue(version)!, stop))
                await WriteAsync(weights, path, stop);
            Terminal.Results.WriteLine($"written to {path}");
            return ExitCodes.Success;
        });
    }

    /// <summary>Writes a new file whole or not at all: half a model would be taken for one, and stand in the way of the next attempt.</summary>
    /// <param name="weights">What to write.</param>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="stop">Gives up.</param>
    internal static async Task WriteAsync(Stream weights, string path, CancellationToken stop)
    {
        await using var to = new FileStream(path, FileMode.CreateNew);
        try
        {
            await weights.CopyToAsync(to, stop);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static IEnumerable<string> Row(ModelSummary model) =>
    [
        $"{model.Team}/{model.Slug}", model.Name, model.Family.ToString(), $"{model.LatestVersion}",
        model.Result is { } result ? $"{Figures.Score(model.Family.MeasureOf(), result.Score)} ± {Figures.Score(model.Family.MeasureOf(), result.Interval95)}" : "",
    ];
}
