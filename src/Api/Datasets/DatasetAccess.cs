using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;

namespace WarpGrad.Api.Datasets;

/// <summary>Finds datasets for callers who may do something with them.</summary>
internal sealed class DatasetAccess(WarpGradDbContext database)
{
    /// <summary>Datasets that a caller may look at and train on: of the caller's teams, shared with them, or public.</summary>
    public static Expression<Func<Dataset, bool>> UsedBy(Caller caller) => UsedBy(caller.TeamIds);

    /// <summary>Datasets that teams may look at and train on.</summary>
    /// <param name="teams">Ids of the teams.</param>
    public static Expression<Func<Dataset, bool>> UsedBy(IReadOnlyList<Guid> teams) =>
        d => teams.Contains(d.TeamId) || d.Visibility == Visibility.Public || d.Shares.Any(s => teams.Contains(s.TeamId));

    /// <summary>A dataset, tracked, when the operation is allowed on it.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not know of it, 403 when only the operation is not allowed.</exception>
    public async Task<Dataset> DemandAsync(Caller caller, Operation operation, Guid id, CancellationToken cancellation)
    {
        var found = await database.Datasets.Include(d => d.Team).Include(d => d.Shares).SingleOrDefaultAsync(d => d.Id == id, cancellation);
        var standing = found is null ? default : caller.StandingTo(found.TeamId, found.Visibility, found.Shares.Select(s => (s.TeamId, Grant.Read)));
        caller.Demand(operation, standing, "dataset");
        return found!;
    }

    /// <summary>The newest version of a dataset that the caller may look at.</summary>
    public async Task<DatasetVersion> DemandVersionAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        await DemandAsync(caller, Operation.DatasetRead, id, cancellation);
        return await database.DatasetVersions.AsNoTracking()
            .Where(v => v.DatasetId == id)
            .OrderByDescending(v => v.Number)
            .FirstOrDefaultAsync(cancellation)
            ?? throw ApiProblem.Conflict("The dataset is not ready: its import has not ended, or has failed.");
    }

    /// <summary>Name of a dataset, where the caller may see it.</summary>
    public Task<string?> NameAsync(Caller caller, Guid id, CancellationToken cancellation) =>
        database.Datasets.Where(UsedBy(caller)).Where(d => d.Id == id).Select(d => (string?)d.Name).SingleOrDefaultAsync(cancellation);
}
