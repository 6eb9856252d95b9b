using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>An adaptation that was found, without its question and answer.</summary>
/// <param name="Id">Id.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="TeamId">Team that asked.</param>
/// <param name="OwnerId">Who asked.</param>
/// <param name="VersionId">Version that is adapted; null for a ranking.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="Round">Rounds done.</param>
/// <param name="Examples">Examples it was adapted to.</param>
/// <param name="Name">Name.</param>
/// <param name="ModelTeamId">Team that owns the model; null for a ranking, which is of no one model.</param>
/// <param name="Visibility">Visibility of the model.</param>
/// <param name="Shares">Teams that the model is shared with.</param>
internal sealed record FoundAdaptation(
    Guid Id, AdaptationKind Kind, Guid TeamId, Guid OwnerId, Guid? VersionId, string? Spec, int Round, int Examples, string? Name,
    Guid? ModelTeamId, Visibility? Visibility, List<FoundShare> Shares);

/// <summary>A share of a model.</summary>
internal sealed record FoundShare(Guid TeamId, Grant Grant);

/// <summary>Finds adaptations for callers who may see them: of a team of theirs, unexpired, and of a model that they may still adapt.</summary>
internal sealed class AdaptationAccess(WarpGradDbContext database, TimeProvider time)
{
    /// <summary>An adaptation that the caller may read.</summary>
    /// <exception cref="ApiProblem">404: it does not exist for this caller.</exception>
    public async Task<FoundAdaptation> DemandAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await database.Adaptations.AsNoTracking().Where(a => a.Id == id && (a.ExpiresAt == null || a.ExpiresAt > now))
            .Select(a => new FoundAdaptation(
                a.Id, a.Kind, a.TeamId, a.CreatedById, a.ModelVersionId, a.ModelVersion!.Spec, a.Round, a.Examples, a.Name,
                (Guid?)a.ModelVersion.Model!.TeamId, (Visibility?)a.ModelVersion.Model.Visibility,
                a.ModelVersion.Model.Shares.Select(s => new FoundShare(s.TeamId, s.Grant)).ToList()))
            .SingleOrDefaultAsync(cancellation);
        caller.Demand(Operation.AdaptationRead, found?.TeamId ?? Guid.Empty, "adaptation");
        return MayAdapt(caller, found!) ? found! : throw ApiProblem.NotFound("adaptation");
    }

    /// <summary>A kept adaptation that the caller may read.</summary>
    /// <exception cref="ApiProblem">404: it does not exist for this caller.</exception>
    public async Task<FoundAdaptation> DemandKeptAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        var found = await DemandAsync(caller, id, cancellation);
        return found.Kind == AdaptationKind.Keep ? found : throw ApiProblem.NotFound("adaptation");
    }

    /// <summary>A kept adaptation that the caller may change: its owner, or a maintainer of its team.</summary>
    /// <exception cref="ApiProblem">404 or 403.</exception>
    public async Task<FoundAdaptation> DemandOwnAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        var found = await DemandKeptAsync(caller, id, cancellation);
        if (found.OwnerId != caller.Id)
            caller.Demand(Operation.AdaptationManage, found.TeamId, "adaptation");
        return found;
    }

    private static bool MayAdapt(Caller caller, FoundAdaptation found)
    {
        if (found is not { ModelTeamId: { } team, Visibility: { } visibility })
            return true;
        var standing = caller.StandingTo(team, visibility, found.Shares.Select(share => (share.TeamId, share.Grant)));
        return AccessRules.Decide(Operation.ModelAdapt, standing, caller.Scope) == Access.Allowed;
    }
}
