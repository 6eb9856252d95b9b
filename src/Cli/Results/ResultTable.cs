using System.Text.Json;
using Spectre.Console;

namespace WarpGrad.Cli.Results;

/// <summary>Prints a result.</summary>
internal static class ResultTable
{
    /// <summary>One row for each seed, then mean and spread over them.</summary>
    /// <param name="file">The result.</param>
    /// <param name="path">Where it was written.</param>
    public static void Print(ResultFile file, string path)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(file.Measure.ToString());
        var table = new Table().Border(TableBorder.Rounded).AddColumns("seed", "state", "meta-steps", "time", $"{name} before adaptation", "after");
        foreach (var run in file.Runs)
            table.AddRow(
                [.. new[]
                {
                    $"{run.Seed}", run.FailureReason is null ? run.State.ToString().ToLowerInvariant() : $"failed: {run.FailureReason}", $"{run.Step}",
                    Figures.Duration(run.Seconds),
                    run.Result is null ? "" : Figures.Score(file.Measure, run.Result.ScoreByStep[0]),
                    run.Result is null ? "" : $"{Figures.Score(file.Measure, run.Result.Score)} ± {Figures.Score(file.Measure, run.Result.Interval95)}",
                }.Select(cell => new Text(cell))]);
        var console = Terminal.Results;
        console.Write(table);
        if (file.Summary is { } summary)
        {
            var seeds = summary.Score.Count == 1 ? "one seed" : $"mean ± standard deviation over {summary.Score.Count} seeds";
            console.MarkupLineInterpolated($"{file.Label}: [bold]{name} {Figures.Score(file.Measure, summary.Score)}[/], loss {Figures.Number(summary.Loss)} ({seeds})");
            foreach (var (detail, spread) in summary.Details)
                console.MarkupLineInterpolated($"  {detail}: {Figures.Number(spread)}");
        }

        console.MarkupLineInterpolated($"written to {path}");
    }
}
