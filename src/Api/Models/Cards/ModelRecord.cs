using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models.Cards;

/// <summary>Everything recorded about a version, as far as a caller may know it.</summary>
/// <param name="Version">The version with model, team, file, run and data.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="DatasetName">Name of its dataset; null where the caller may not see it.</param>
/// <param name="OwnTeam">Whether the caller belongs to its team.</param>
/// <param name="Seeds">Finished runs of the same spec, this one among them, that differ in the seed alone.</param>
/// <param name="Baselines">Finished runs of the team on the same tasks and data with the same budget and another method.</param>
internal sealed record RecordedModel(
    ModelVersion Version, RunSpec Spec, string? DatasetName, bool OwnTeam, IReadOnlyList<RecordedRun> Seeds, IReadOnlyList<RecordedRun> Baselines);

/// <summary>A finished run.</summary>
internal sealed record RecordedRun(string Name, RunSpec Spec, long Step, EvaluationSummary Result);

/// <summary>Collects what is recorded about a version.</summary>
internal sealed class ModelRecord(WarpGradDbContext database, DatasetAccess datasets)
{
    // Newest first; a team that has trained more on one dataset version has its older runs left out of the comparison.
    private const int RunsLookedAt = 300;
    private const int MostBaselines = 12;

    public async Task<RecordedModel> ReadAsync(ModelVersion version, Caller caller, CancellationToken cancellation)
    {
        var spec = ModelAnswers.Spec(version);
        var name = version.Run?.DatasetVersion is { } data ? await datasets.NameAsync(caller, data.DatasetId, cancellation) : null;
        var runs = version.Run is null ? [] : await FinishedRunsAsync(version, cancellation);
        var seeds = runs.Where(run => run.Spec with { Seed = spec.Seed } == spec).OrderBy(run => run.Spec.Seed).ToList();
        var baselines = runs
            .Where(run => SameProblem(run.Spec, spec) && BudgetRules.OtherMethod(spec, run.Spec) && BudgetRules.SameBudget(spec, version.Step, run.Spec, run.Step))
            .DistinctBy(run => run.Spec)
            .Take(MostBaselines)
            .ToList();
        return new RecordedModel(version, spec, name, caller.TeamIds.Contains(version.Model!.TeamId), seeds, baselines);
    }

    private async Task<List<RecordedRun>> FinishedRunsAsync(ModelVersion version, CancellationToken cancellation)
    {
        var run = version.Run!;
        var rows = await database.Runs.AsNoTracking()
            .Where(r => r.TeamId == run.TeamId && r.Family == run.Family && r.DatasetVersionId == run.DatasetVersionId
                && r.State == RunState.Succeeded && r.Result != null)
            .OrderByDescending(r => r.Id)
            .Take(RunsLookedAt)
            .Select(r => new { r.Name, r.Spec, r.Step, r.Result })
            .ToListAsync(cancellation);
        return rows.ConvertAll(r => new RecordedRun(
            r.Name, JsonSerializer.Deserialize<RunSpec>(r.Spec, SpecJson.Options)!, r.Step, StoredJson.Read<EvaluationSummary>(r.Result!)));
    }

    private static bool SameProblem(RunSpec a, RunSpec b) => a.Task == b.Task && a.StartFrom == b.StartFrom && a.Evaluation.FinalTasks == b.Evaluation.FinalTasks;
}
