using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Sharing;

namespace WarpGrad.Api.Sharing;

/// <summary>Who besides its team may use a model.</summary>
internal static class ModelSharesApi
{
    public static void MapModelShares(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/models/{team}/{model}").WithTags("Sharing").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/visibility", SetVisibilityAsync).WithSummary("Make a model private, on request or public in the installation");
        group.MapGet("/shares", ListAsync).WithSummary("Teams that a model is shared with");
        group.MapPut("/shares/{receiver}", ShareAsync).WithSummary("Share a model with a team, or change what it may do");
        group.MapDelete("/shares/{receiver}", UnshareAsync).WithSummary("Stop sharing a model with a team");
    }

    private static async Task<ModelDetail> SetVisibilityAsync(
        string team, string model, VisibilityRequest request, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database,
        CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        if (!Enum.IsDefined(request.Visibility))
            throw ApiProblem.Invalid("visibility", "'visibility' is private, onRequest or public.");
        audit.Note(caller, found.TeamId, AuditActions.ModelShare, $"{team}/{model}", found.Name, $"Visibility {found.Visibility} → {request.Visibility}.");
        found.Visibility = request.Visibility;
        await database.SaveChangesAsync(cancellation);
        return await ModelAnswers.DetailAsync(database, caller, found.Id, cancellation);
    }

    private static async Task<ShareSummary[]> ListAsync(
        string team, string model, Caller caller, ModelAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        return await database.ModelShares.AsNoTracking().Where(s => s.ModelId == found.Id)
            .OrderBy(s => s.Team!.Slug)
            .Select(s => new ShareSummary(s.Team!.Slug, s.Team.Name, s.Grant, s.Since, s.By))
            .ToArrayAsync(cancellation);
    }

    private static async Task<ShareSummary> ShareAsync(
        string team, string model, string receiver, ShareRequest request, Caller caller, ModelAccess access, ModelSharing sharing, WarpGradDbContext database,
        CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        ModelSharing.Check(request.Grant);
        var other = await Receivers.FindAsync(database, receiver, found.TeamId, cancellation);
        var share = await sharing.ShareAsync(caller, found, other, request.Grant, cancellation);
        await database.SaveChangesAsync(cancellation);
        return new ShareSummary(other.Slug, other.Name, share.Grant, share.Since, share.By);
    }

    private static async Task<NoContent> UnshareAsync(
        string team, string model, string receiver, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        var share = await database.ModelShares.SingleOrDefaultAsync(s => s.ModelId == found.Id && s.Team!.Slug == receiver, cancellation)
            ?? throw ApiProblem.NotFound("share");
        database.ModelShares.Remove(share);
        audit.Note(caller, found.TeamId, AuditActions.ModelUnshare, $"{team}/{model}", found.Name, $"No longer with '{receiver}'.");
        await database.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
