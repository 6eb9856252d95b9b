using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data.Authorization;

namespace WarpGrad.Data.Runs;

/// <summary>Whether a run's team may still use what the run is made of. Sharing can end while a run waits.</summary>
public sealed class RunAccess(WarpGradDbContext database)
{
    /// <summary>Why a run must not be trained, as a sentence for its team; null when it may be.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<string?> RefusalAsync(Guid runId, CancellationToken cancellation)
    {
        var made = await database.Runs.AsNoTracking().Where(r => r.Id == runId).Select(r => new
        {
            Team = r.TeamId,
            Dataset = r.DatasetVersion == null ? null : new Material(
                r.DatasetVersion.Dataset!.TeamId, r.DatasetVersion.Dataset.Visibility,
                r.DatasetVersion.Dataset.Shares.Any(s => s.TeamId == r.TeamId) ? Grant.Read : null),
            Model = r.ParentVersion == null ? null : new Material(
                r.ParentVersion.Model!.TeamId, r.ParentVersion.Model.Visibility,
                r.ParentVersion.Model.Shares.Where(s => s.TeamId == r.TeamId).Select(s => (Grant?)s.Grant).FirstOrDefault()),
        }).SingleAsync(cancellation);
        if (!MayUse(made.Team, Operation.DatasetRead, made.Dataset))
            return "The dataset is no longer shared with the team: ask its owners to share it again, then retry the run, or submit one on another dataset.";
        if (!MayUse(made.Team, Operation.ModelAdapt, made.Model))
            return "The team may no longer train on from the model that the run starts from: ask its owners to share it again, then retry the run, or submit one that starts anew.";
        return null;
    }

    /// <summary>What a run uses belongs to its team, or reaches it.</summary>
    private static bool MayUse(Guid team, Operation operation, Material? material)
    {
        if (material is null)
            return true;
        var standing = new Standing(material.Owner == team ? TeamRole.Member : null, Standing.ReachOf(material.Visibility, material.Grant));
        return AccessRules.Decide(operation, standing, TokenScope.Write) == Access.Allowed;
    }

    private sealed record Material(Guid Owner, Visibility Visibility, Grant? Grant);
}
