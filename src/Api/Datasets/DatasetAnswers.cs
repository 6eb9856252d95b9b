using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;

namespace WarpGrad.Api.Datasets;

/// <summary>Datasets as answers show them.</summary>
internal static class DatasetAnswers
{
    /// <summary>A dataset with its newest version, in one query.</summary>
    public static Expression<Func<Dataset, DatasetSummary>> Summary => d => new DatasetSummary(
        d.Id, d.Team!.Slug, d.Name, d.Description, d.State, d.FailureReason, d.Glyphs,
        d.Versions.OrderByDescending(v => v.Number).Select(v => new DatasetVersionSummary(
            v.Number, v.Hash, v.Channels == 1 ? ImageColor.Grey : ImageColor.Rgb, v.Height, v.Width, v.Images,
            v.Classes.Count,
            v.Classes.Where(c => c.Group != "").Select(c => c.Group).Distinct().Count(),
            v.Classes.Count(c => c.Split == ClassSplit.Train),
            v.Classes.Count(c => c.Split == ClassSplit.Validation),
            v.Classes.Count(c => c.Split == ClassSplit.Test), v.SplitRule)).FirstOrDefault(),
        d.Visibility, d.CreatedAt, d.CreatedBy);

    /// <summary>A stored dataset.</summary>
    public static Task<DatasetSummary> FindAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation) =>
        database.Datasets.AsNoTracking().Where(d => d.Id == id).Select(Summary).SingleOrGoneAsync("dataset", cancellation);
}
