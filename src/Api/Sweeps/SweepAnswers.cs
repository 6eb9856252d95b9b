using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Sweeps;

namespace WarpGrad.Api.Sweeps;

/// <summary>A sweep and what its answers need of its trials.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Team">Slug of its team.</param>
/// <param name="Trials">Its trials.</param>
internal sealed record SweepRow(Sweep Sweep, string Team, IEnumerable<TrialRow> Trials);

/// <summary>What answers need of a trial.</summary>
internal sealed record TrialRow(int Number, Guid Run, RunState State, long Step, int Rung, double? Validation, double? Score, string? FailureReason);

/// <summary>Sweeps as answers show them.</summary>
internal static class SweepAnswers
{
    /// <summary>What is read of a sweep, in one query.</summary>
    public static Expression<Func<Sweep, SweepRow>> Row { get; } = s => new SweepRow(
        s, s.Team!.Slug,
        s.Runs.OrderBy(r => r.Trial).Select(r => new TrialRow(
            r.Trial!.Value, r.Id, r.State, r.Step, r.RungScores.Length, r.Validation, r.Score, r.FailureReason)).ToList());

    /// <summary>A sweep in a list.</summary>
    public static SweepSummary Summary(SweepRow row)
    {
        var measure = row.Sweep.Family.MeasureOf();
        var best = Best(row, measure);
        return new SweepSummary(
            row.Sweep.Id, row.Team, row.Sweep.Name, row.Sweep.State, row.Sweep.Search, row.Sweep.Family, row.Trials.Count(),
            row.Trials.Count(trial => trial.State.IsFinal()), measure, best is null ? null : new SweepBest(best.Number, best.Run, best.Validation!.Value),
            row.Sweep.CreatedAt, row.Sweep.FinishedAt, row.Sweep.CreatedBy);
    }

    /// <summary>A sweep with its trials.</summary>
    /// <param name="row">The sweep.</param>
    /// <param name="specs">Specs of its trials, in their order.</param>
    public static SweepDetail Detail(SweepRow row, IReadOnlyList<string> specs)
    {
        var axes = JsonSerializer.Deserialize<SweepAxis[]>(row.Sweep.Axes, SpecJson.Options)!;
        var trials = row.Trials.Zip(specs, (trial, spec) => new SweepTrial(
            trial.Number, trial.Run, trial.State, Values(axes, spec), trial.Step, trial.Rung, trial.Validation,
            trial.State == RunState.Succeeded ? trial.Score : null, trial.FailureReason));
        return new SweepDetail(
            Summary(row), JsonSerializer.Deserialize<RunSpec>(row.Sweep.Spec, SpecJson.Options)!, axes, row.Sweep.Rungs, row.Sweep.Seed, [.. trials]);
    }

    /// <summary>Scores after few meta-steps say little beside scores after many: only those that came furthest compete.</summary>
    private static TrialRow? Best(SweepRow row, Measure measure) => row.Trials
        .Where(trial => trial.Validation is not null)
        .OrderByDescending(trial => trial.Rung)
        .ThenByDescending(trial => measure.MoreIsBetter() ? trial.Validation : -trial.Validation)
        .FirstOrDefault();

    private static JsonNode?[] Values(SweepAxis[] axes, string spec)
    {
        var document = JsonNode.Parse(spec);
        return [.. axes.Select(axis => SpecJson.At(document, axis.Path)?.DeepClone())];
    }
}
