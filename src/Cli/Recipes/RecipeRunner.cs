using System.Text.Json.Nodes;
using Spectre.Console;
using WarpGrad.Cli.Access;
using WarpGrad.Cli.Results;
using WarpGrad.Cli.Runs;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Recipes;

/// <summary>Runs a recipe under all its seeds and keeps what comes out.</summary>
internal sealed class RecipeRunner(Installation installation, RecipeOptions options)
{
    private const int LongestName = 100;

    private WarpGradClient Client => installation.Client;

    /// <summary>From the dataset to the written file.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var team = await installation.TeamAsync(options.Team, stop);
        var dataset = options.Family.NeedsDataset() ? await DatasetAsync(team, stop) : null;
        var runs = await SubmitAsync(team, dataset, stop);
        try
        {
            await new LiveProgress(Client, Terminal.Progress).ShowAsync(runs, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await CancelAsync(runs);
            throw;
        }

        var details = await Task.WhenAll(runs.Select(run => Client.Runs.GetAsync(run.Run.Id, stop)));
        var results = new List<SeedResult>();
        foreach (var (run, detail) in runs.Zip(details))
            results.Add(Result(run, detail, await Client.Runs.MetricsAsync(run.Run.Id, cancel: stop)));
        var file = Collect(dataset, details[0], results);
        file.Write(options.Out);
        ResultTable.Print(file, options.Out);
        return results.TrueForAll(result => result.State == RunState.Succeeded) ? ExitCodes.Success : ExitCodes.Failed;
    }

    private Task<DatasetSummary> DatasetAsync(string team, CancellationToken stop) => Terminal.Progress.Status()
        .StartAsync("Getting the dataset ready", status => new DatasetChoice(Client, team, text => status.Status = text).FindAsync(options.Data, stop));

    private async Task<List<SeedRun>> SubmitAsync(string team, DatasetSummary? dataset, CancellationToken stop)
    {
        var runs = new List<SeedRun>();
        try
        {
            foreach (var seed in options.Seeds)
                runs.Add(new SeedRun(seed, await Client.Runs.CreateAsync(team, Request(seed, dataset), stop)));
        }
        catch
        {
            await CancelAsync(runs);
            throw;
        }

        return runs;
    }

    private CreateRunRequest Request(long seed, DatasetSummary? dataset)
    {
        var fixedParts = new JsonObject { ["seed"] = seed };
        if (dataset is not null)
            fixedParts["task"] = new JsonObject { ["dataset"] = dataset.Id };
        var ending = $", seed {seed}";
        return new CreateRunRequest
        {
            Name = options.Name[..Math.Min(options.Name.Length, LongestName - ending.Length)] + ending,
            Recipe = options.Recipe.Name,
            Overrides = SpecJson.Merge(options.Overrides, fixedParts),
        };
    }

    /// <summary>Nobody waits for the runs any more: those that are not done stop.</summary>
    private async Task CancelAsync(IReadOnlyList<SeedRun> runs)
    {
        foreach (var run in runs.Where(run => !run.IsFinal))
            try
            {
                await Client.Runs.CancelAsync(run.Run.Id);
            }
            catch (Exception exception) when (exception is WarpGradException or HttpRequestException)
            {
                Terminal.Progress.MarkupLineInterpolated($"Run {run.Run.Id} could not be cancelled: {exception.Message}");
            }
    }

    private ResultFile Collect(DatasetSummary? dataset, RunDetail first, IReadOnlyList<SeedResult> results) => new()
    {
        Label = options.Label,
        Recipe = options.Recipe.Name,
        Overrides = options.Overrides,
        Spec = first.Spec,
        Dataset = dataset is null ? null : new DatasetFacts(dataset.Id, dataset.Name, first.DatasetHash ?? ""),
        Measure = first.Summary.Measure,
        Summary = ResultSummary.Of([.. results.Select(result => result.Result).OfType<EvaluationSummary>()]),
        Runs = results,
        Hardware = installation.IsHere ? Hardware.Here() : null,
        SoftwareVersion = first.SoftwareVersion,
        CreatedAt = DateTimeOffset.UtcNow,
    };

    private static SeedResult Result(SeedRun run, RunDetail detail, IReadOnlyList<MetricSeries> metrics) => new(
        run.Seed, run.Run.Id, detail.Summary.State, detail.Summary.FailureReason, detail.Summary.Step,
        (detail.Summary.FinishedAt - detail.Summary.StartedAt)?.TotalSeconds, detail.Result, detail.Summary.Model, metrics, run.Picture);
}
