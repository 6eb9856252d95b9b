using Spectre.Console;
using WarpGrad.Cli.Results;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Runs;

/// <summary>Shows runs live until all have ended.</summary>
internal sealed class LiveProgress(WarpGradClient client, IAnsiConsole console)
{
    private readonly CurveColumn _curve = new();

    /// <summary>One line for each run: what it does, how far it is, and the curve of its score.</summary>
    public Task ShowAsync(IReadOnlyList<FollowedRun> runs, CancellationToken cancellation) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), _curve)
        .StartAsync(context => Task.WhenAll(runs.Select(run => FollowAsync(run, context.AddTask(Describe(run, "waits for a worker"), maxValue: 1), cancellation))));

    private async Task FollowAsync(FollowedRun run, ProgressTask line, CancellationToken cancellation)
    {
        DateTimeOffset? started = null;
        double? score = null;
        await foreach (var happened in client.RunFeed.ReadAsync(run.Run.Id, cancel: cancellation))
            switch (happened.Kind)
            {
                case RunEventKinds.State:
                    var change = happened.Read<RunStateChanged>();
                    if (change.State == RunState.Running)
                        started ??= happened.Time;
                    run.IsFinal = change.State.IsFinal();
                    line.Description = Describe(run, change.State.ToString().ToLowerInvariant() + (score is { } last ? $", {Figures.Score(run.Run.Measure, last)}" : ""));
                    if (change.Reason is { } reason)
                        Say(run, reason);
                    break;
                case RunEventKinds.Metrics:
                    var metrics = happened.Read<RunMetrics>();
                    if (metrics.Values.TryGetValue(MetricNames.ValidationAfter(run.Run.Measure), out var found))
                    {
                        score = found;
                        _curve.Add(line, found);
                    }

                    line.Value = Math.Max(line.Value, Done(metrics, happened.Time - started));
                    line.Description = Describe(run, Describe(metrics, run.Run.Measure, score));
                    break;
                case RunEventKinds.Log when happened.Read<RunLogLine>() is { Level: not "info" } log:
                    Say(run, log.Message);
                    break;
                case RunEventKinds.Picture:
                    run.Picture = happened.Read<RunPicture>();
                    break;
                case RunEventKinds.Result:
                    line.Value = 1;
                    score = happened.Read<EvaluationSummary>().Score;
                    break;
                default:
                    break;
            }

        line.StopTask();
    }

    /// <summary>Share of the run that is done: by time where there is an estimate, because a time limit may come before the last step.</summary>
    private static double Done(RunMetrics metrics, TimeSpan? elapsed) => metrics.SecondsLeft is { } left && elapsed is { TotalSeconds: > 0 } time
        ? time.TotalSeconds / (time.TotalSeconds + left)
        : (double)metrics.Step / metrics.TotalSteps;

    private static string Describe(RunMetrics metrics, Contracts.Specs.Measure measure, double? score)
    {
        var left = metrics.SecondsLeft is { } seconds ? $", {Figures.Duration(seconds)} left" : "";
        return $"step {metrics.Step} of {metrics.TotalSteps}{(score is { } known ? $", {Figures.Score(measure, known)}" : "")}{left}";
    }

    private static string Describe(FollowedRun run, string what) => Markup.Escape($"{run.Title}: {what}");

    private void Say(FollowedRun run, string what) => console.MarkupLineInterpolated($"[yellow]{run.Title}:[/] {what}");
}
