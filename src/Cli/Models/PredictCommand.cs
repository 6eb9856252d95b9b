using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WarpGrad.Cli.Access;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Cli.Models;

/// <summary>The command <c>predict</c>: adapts a model to folders of images and predicts others.</summary>
internal static class PredictCommand
{
    private const int BarWidth = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var address = ModelsCommand.Address();
        var support = new Option<DirectoryInfo>("--support") { Description = "Folder with a folder of example images for each label.", Required = true };
        var query = new Option<DirectoryInfo>("--query") { Description = "Folder of images to predict; in folders named by their labels, accuracy is told as well.", Required = true };
        var steps = new Option<int?>("--steps") { Description = "Adaptation steps; the model's own number when absent." };
        var version = new Option<string>("--version") { Description = "Version or alias.", DefaultValueFactory = _ => "latest" };
        return new Command("predict", "Adapts a model to folders of images and predicts others.") { address, support, query, steps, version }.Acts(async (parsed, installation, stop) =>
        {
            var (team, model) = await ModelsCommand.ReadAsync(parsed.GetValue(address)!, installation, stop);
            var asked = ImageFile.In(parsed.GetValue(query)!);
            var answer = await installation.Client.Adaptations.AdaptAndPredictAsync(
                team, model, await RequestAsync(ImageFile.In(parsed.GetValue(support)!), asked, parsed.GetValue(steps), stop), parsed.GetValue(version)!, stop);
            Print(asked, answer);
            return ExitCodes.Success;
        });
    }

    private static async Task<AdaptAndPredictRequest> RequestAsync(
        IReadOnlyList<ImageFile> support, IReadOnlyList<ImageFile> asked, int? steps, CancellationToken stop)
    {
        if (support.FirstOrDefault(image => image.Label is null) is { } loose)
            throw CliException.Usage($"'{loose.Path}' has no label: put examples into folders named by their labels.");
        return new AdaptAndPredictRequest
        {
            Support = await Task.WhenAll(support.Select(async image => new SupportExample { Label = image.Label, Image = await File.ReadAllBytesAsync(image.Path, stop) })),
            Query = await Task.WhenAll(asked.Select(async (image, i) => new QueryExample { Id = i.ToString(CultureInfo.InvariantCulture), Image = await File.ReadAllBytesAsync(image.Path, stop) })),
            Steps = steps,
        };
    }

    private static void Print(IReadOnlyList<ImageFile> asked, AdaptAndPredictResponse answer)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("image", "label", "how sure");
        foreach (var (image, prediction) in asked.Zip(answer.Predictions))
        {
            var sure = prediction.Probabilities![prediction.Label!];
            var right = image.Label is null ? "" : image.Label == prediction.Label ? "" : $" (is {image.Label})";
            table.AddRow(
                new Text(Path.GetRelativePath(Environment.CurrentDirectory, image.Path)), new Text(prediction.Label + right),
                new Text($"{new string('█', (int)Math.Round(BarWidth * sure))} {sure.ToString("P0", CultureInfo.InvariantCulture)}"));
        }

        Terminal.Results.Write(table);
        var judged = asked.Zip(answer.Predictions).Where(pair => pair.First.Label is not null).ToArray();
        if (judged.Length > 0)
            Terminal.Results.WriteLine($"{judged.Count(pair => pair.First.Label == pair.Second.Label)} of {judged.Length} right");
        if (answer.Warning is { } warning)
            Terminal.Results.MarkupLineInterpolated($"[yellow]{warning}[/]");
    }
}
