using System.Linq.Expressions;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Runs as answers show them.</summary>
internal static class RunAnswers
{
    /// <summary>A run in a list, in one query.</summary>
    public static Expression<Func<Run, RunSummary>> Summary(WarpGradDbContext database) => r => new RunSummary(
        r.Id, r.Team!.Slug, r.Name, r.State, r.Family, r.DatasetVersion == null ? null : r.DatasetVersion.DatasetId,
        r.DatasetVersion == null ? null : r.DatasetVersion.Dataset!.Name, r.Step, r.TotalSteps,
        r.Family.MeasureOf(), r.Score, r.FailureReason, r.CreatedAt, r.StartedAt, r.FinishedAt, r.CreatedBy,
        database.ModelVersions.Where(v => v.RunId == r.Id)
            .Select(v => new ModelReference(v.Model!.Team!.Slug, v.Model.Slug, v.Model.Name, v.Number)).FirstOrDefault(),
        r.Tags, r.Priority, null, null, r.SecondsLeft);
}
