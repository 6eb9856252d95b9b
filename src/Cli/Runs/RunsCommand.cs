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

/// <summary>The command <c>runs</c>: lists, submits, watches, steers.</summary>
internal static class RunsCommand
{
    private const int CurveWidth = 60;
    private const int CurveHeight = 8;

    /// <summary>The command.</summary>
    public static Command Create() => new("runs", "Lists runs, submits one, watches or steers it.")
    {
        List(), Submit(), Watch(), Clone(),
        Verb("pause", "Puts a run down after a checkpoint.", (runs, id, stop) => runs.PauseAsync(id, stop)),
        Verb("resume", "Puts a paused run back on the queue.", (runs, id, stop) => runs.ResumeAsync(id, stop)),
        Verb("retry", "Lets a failed or cancelled run go on from its newest checkpoint.", (runs, id, stop) => runs.RetryAsync(id, stop)),
        Verb("cancel", "Stops a run for good; its checkpoints stay.", (runs, id, stop) => runs.CancelAsync(id, stop)),
    };

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
        var settings = Settings("Changes the recipe, such as innerLoop.steps=3; may be repeated.");
        var tags = new Option<string[]>("--tag") { Description = "Word to find the run by; may be repeated.", DefaultValueFactory = _ => [] };
        var watch = new Option<bool>("--watch") { Description = "Watch it to its end." };
        return new Command("submit", "Submits a run of a recipe.") { recipe, name, dataset, settings, tags, watch, team }.Acts(async (parsed, installation, stop) =>
        {
            var slug = await installation.TeamAsync(parsed.GetValue(team), stop);
            var overrides = Overrides.Parse(parsed.GetValue(settings)!, parsed.CommandResult.Command);
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
            return await TellAsync(installation.Client, run, parsed.GetValue(watch), stop);
        });
    }

    private static Command Watch()
    {
        var id = Id();
        return new Command("watch", "Shows a run live until it ends.") { id }.Acts(async (parsed, installation, stop) =>
            await FollowAsync(installation.Client, (await installation.Client.Runs.GetAsync(parsed.GetValue(id), stop)).Summary, stop));
    }

    private static Command Clone()
    {
        var id = Id();
        var name = new Option<string?>("--name") { Description = "Name of the new run; the old one's when absent." };
        var settings = Settings("Changes the run, such as innerLoop.steps=3; may be repeated.");
        var watch = new Option<bool>("--watch") { Description = "Watch it to its end." };
        return new Command("clone", "Submits a run's spec again, with changes or without.") { id, name, settings, watch }.Acts(async (parsed, installation, stop) =>
        {
            var request = new CloneRunRequest { Name = parsed.GetValue(name), Overrides = Overrides.Parse(parsed.GetValue(settings)!, parsed.CommandResult.Command) };
            return await TellAsync(installation.Client, await installation.Client.Runs.CloneAsync(parsed.GetValue(id), request, stop), parsed.GetValue(watch), stop);
        });
    }

    private static Command Verb(string verb, string means, Func<RunsClient, Guid, CancellationToken, Task<RunSummary>> act)
    {
        var id = Id();
        return new Command(verb, means) { id }.Acts(async (parsed, installation, stop) =>
            await TellAsync(installation.Client, await act(installation.Client.Runs, parsed.GetValue(id), stop), false, stop));
    }

    private static async Task<int> TellAsync(WarpGradClient client, RunSummary run, bool watch, CancellationToken stop)
    {
        Terminal.Results.WriteLine(string.Join("  ", Row(run)));
        return watch ? await FollowAsync(client, run, stop) : ExitCodes.Success;
    }

    /// <summary>Shows a run to its end, then its curve and result. Whoever stops watching does not stop the run.</summary>
    private static async Task<int> FollowAsync(WarpGradClient client, RunSummary run, CancellationToken stop)
    {
        await new LiveProgress(client, Terminal.Progress).ShowAsync([new FollowedRun(run.Name, run)], stop);
        var ended = await client.Runs.GetAsync(run.Id, stop);
        var name = MetricNames.ValidationAfter(run.Measure);
        if ((await client.Runs.MetricsAsync(run.Id, cancel: stop)).FirstOrDefault(series => series.Name == name) is { Points.Count: > 1 } series)
        {
            Terminal.Results.WriteLine(name);
            foreach (var line in Sparkline.Chart([.. series.Points.Select(point => (point.Step, point.Value))], CurveWidth, CurveHeight, value => Figures.Score(run.Measure, value)))
                Terminal.Results.WriteLine(line);
        }

        Terminal.Results.WriteLine(string.Join("  ", Row(ended.Summary)));
        if (ended.Summary.Model is { } model)
            Terminal.Results.WriteLine($"model {model.Team}/{model.Slug}, version {model.Version}");
        return ended.Summary.State == RunState.Succeeded ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static Option<string[]> Settings(string means) => new("--set") { Description = means, HelpName = "path=value", DefaultValueFactory = _ => [] };

    private static Argument<Guid> Id() => new("id") { Description = "Id of the run." };

    private static IEnumerable<string> Row(RunSummary run) =>
    [
        run.Id.ToString(), run.Name, run.FailureReason is { } reason ? $"failed: {reason}" : run.State.ToString().ToLowerInvariant(),
        $"{run.Step} of {run.TotalSteps}", run.Score is { } score ? Figures.Score(run.Measure, score) : "",
    ];
}
