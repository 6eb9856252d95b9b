using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using WarpGrad.Cli.Access;
using WarpGrad.Cli.Recipes;
using WarpGrad.Cli.Results;
using WarpGrad.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Runs;

/// <summary>The command <c>runs</c>: lists, submits, watches, stops.</summary>
internal static class RunsCommand
{
    private const int CurveWidth = 60;

    /// <summary>The command.</summary>
    public static Command Create() => new("runs", "Lists runs, submits one, watches or stops it.") { List(), Submit(), Watch(), Cancel() };

    private static Command List()
    {
        var team = InstallationCommand.Team();
        var state = new Option<RunState[]>("--state") { Description = "Only runs in this state; may be repeated.", DefaultValueFactory = _ => [] };
        var search = new Option<string?>("--search") { Description = "Only runs with this text in their name, tags, dataset or submitter." };
        var tag = new Option<string?>("--tag") { Description = "Only runs with this tag." };
        var most = new Option<int>("--limit") { Description = "Most runs listed.", DefaultValueFactory = _ => 20 };
        return new Command("list", "Runs of a team, newest first.") { team, state, search, tag, most }.Acts(async (parsed, installation, stop) =>
        {
            var query = new RunQuery(States: parsed.GetValue(state), Search: parsed.GetValue(search), Tag: parsed.GetValue(tag));
            var runs = installation.Client.Runs.AllAsync(await installation.TeamAsync(parsed.GetValue(team), stop), query, stop);
            var table = new Table().Border(TableBorder.Rounded).AddColumns("id", "name", "state", "meta-steps", "score");
            await foreach (var run in runs.Take(parsed.GetValue(most)).WithCancellation(stop))
                table.AddRow([.. Row(run).Select(cell => new Text(cell))]);
            Terminal.Results.Write(table);
            return ExitCodes.Success;
        });
    }

    private static Command Submit()
    {
        var team = InstallationCommand.Team();
        var recipe = new Argument<string>("recipe") { Description = "Name of the recipe; 'recipe' lists them." };
        var name = new Option<string?>("--name") { Description = "Name of the run; the recipe's when absent." };
        var dataset = new Option<string?>("--dataset") { Description = "Name or id of the dataset." };
        var settings = new Option<string[]>("--set") { Description = "Changes the recipe, such as innerLoop.steps=3; may be repeated.", HelpName = "path=value", DefaultValueFactory = _ => [] };
        var tags = new Option<string[]>("--tag") { Description = "Word to find the run by; may be repeated.", DefaultValueFactory = _ => [] };
        var watch = new Option<bool>("--watch") { Description = "Watch it to its end." };
        return new Command("submit", "Submits a run of a recipe.") { recipe, name, dataset, settings, tags, watch, team }.Acts(async (parsed, installation, stop) =>
        {
            var slug = await installation.TeamAsync(parsed.GetValue(team), stop);
            var overrides = Overrides.Parse(parsed.GetValue(settings)!);
            if (parsed.GetValue(dataset) is { } wanted)
            {
                var found = await new DatasetChoice(installation.Client, slug).FindAsync(new DataOptions(wanted, null, 0, default), stop);
                if (overrides["task"] is not JsonObject task)
                    overrides["task"] = task = [];
                task["dataset"] = found.Id;
            }

            var request = new CreateRunRequest
            {
                Name = parsed.GetValue(name) ?? parsed.GetValue(recipe)!,
                Recipe = parsed.GetValue(recipe),
                Overrides = overrides,
                Tags = parsed.GetValue(tags),
            };
            var run = await installation.Client.Runs.CreateAsync(slug, request, stop);
            Terminal.Results.WriteLine(string.Join("  ", Row(run)));
            return parsed.GetValue(watch) ? await FollowAsync(installation.Client, run, stop) : ExitCodes.Success;
        });
    }

    private static Command Watch()
    {
        var id = Id();
        return new Command("watch", "Shows a run live until it ends.") { id }.Acts(async (parsed, installation, stop) =>
            await FollowAsync(installation.Client, (await installation.Client.Runs.GetAsync(parsed.GetValue(id), stop)).Summary, stop));
    }

    private static Command Cancel()
    {
        var id = Id();
        return new Command("cancel", "Stops a run for good; its checkpoints stay.") { id }.Acts(async (parsed, installation, stop) =>
        {
            Terminal.Results.WriteLine(string.Join("  ", Row(await installation.Client.Runs.CancelAsync(parsed.GetValue(id), stop))));
            return ExitCodes.Success;
        });
    }

    /// <summary>Shows a run to its end, then its curve and result. Whoever stops watching does not stop the run.</summary>
    private static async Task<int> FollowAsync(WarpGradClient client, RunSummary run, CancellationToken stop)
    {
        await new LiveProgress(client, Terminal.Progress).ShowAsync([new FollowedRun(run.Name, run)], stop);
        var ended = await client.Runs.GetAsync(run.Id, stop);
        var name = MetricNames.ValidationAfter(run.Measure);
        if ((await client.Runs.MetricsAsync(run.Id, cancel: stop)).FirstOrDefault(series => series.Name == name) is { Points.Count: > 1 } series)
            Terminal.Results.WriteLine($"{name}  {Sparkline.Of([.. series.Points.Select(point => point.Value)], CurveWidth)}");
        Terminal.Results.WriteLine(string.Join("  ", Row(ended.Summary)));
        if (ended.Summary.Model is { } model)
            Terminal.Results.WriteLine($"model {model.Team}/{model.Slug}, version {model.Version}");
        return ended.Summary.State == RunState.Succeeded ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static Argument<Guid> Id() => new("id") { Description = "Id of the run." };

    private static IEnumerable<string> Row(RunSummary run) =>
    [
        run.Id.ToString(), run.Name, run.FailureReason is { } reason ? $"failed: {reason}" : run.State.ToString().ToLowerInvariant(),
        $"{run.Step} of {run.TotalSteps}", run.Score is { } score ? Figures.Score(run.Measure, score) : "",
    ];
}
