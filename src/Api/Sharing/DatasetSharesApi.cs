using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Sharing;

namespace WarpGrad.Api.Sharing;

/// <summary>Who besides its team may look at a dataset and train on it.</summary>
internal static class DatasetSharesApi
{
    public static void MapDatasetShares(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/datasets/{id:guid}").WithTags("Sharing").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/visibility", SetVisibilityAsync).WithSummary("Make a dataset private or public in the installation");
        group.MapGet("/shares", ListAsync).WithSummary("Teams that a dataset is shared with");
        group.MapPut("/shares/{receiver}", ShareAsync).WithSummary("Share a dataset with a team");
        group.MapDelete("/shares/{receiver}", UnshareAsync).WithSummary("Stop sharing a dataset with a team; runs trained on it stay");
    }

    private static async Task<DatasetSummary> SetVisibilityAsync(
        Guid id, VisibilityRequest request, Caller caller, DatasetAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetShare, id, cancellation);
        if (request.Visibility is not (Visibility.Private or Visibility.Public))
            throw ApiProblem.Invalid("visibility", "'visibility' of a dataset is private or public.");
        audit.Note(caller, dataset.TeamId, AuditActions.DatasetShare, id, dataset.Name, $"Visibility {dataset.Visibility} → {request.Visibility}.");
        dataset.Visibility = request.Visibility;
        await database.SaveChangesAsync(cancellation);
        return await DatasetAnswers.FindAsync(database, id, cancellation);
    }

    private static async Task<ShareSummary[]> ListAsync(
        Guid id, Caller caller, DatasetAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        await access.DemandAsync(caller, Operation.DatasetShare, id, cancellation);
        return await database.DatasetShares.AsNoTracking().Where(s => s.DatasetId == id)
            .OrderBy(s => s.Team!.Slug)
            .Select(s => new ShareSummary(s.Team!.Slug, s.Team.Name, Grant.Read, s.Since, s.By))
            .ToArrayAsync(cancellation);
    }

    private static async Task<ShareSummary> ShareAsync(
        Guid id, string receiver, ShareRequest request, Caller caller, DatasetAccess access, AuditLog audit, WarpGradDbContext database, TimeProvider time,
        CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetShare, id, cancellation);
        if (request.Grant != Grant.Read)
            throw ApiProblem.Invalid("grant", "A dataset is shared for reading, which is to look at it and train on it.");
        var other = await Receivers.FindAsync(database, receiver, dataset.TeamId, cancellation);
        var share = await database.DatasetShares.SingleOrDefaultAsync(s => s.DatasetId == id && s.TeamId == other.Id, cancellation);
        if (share is null)
        {
            share = new DatasetShare { DatasetId = id, TeamId = other.Id, Since = time.GetUtcNow(), By = caller.Name };
            database.DatasetShares.Add(share);
            audit.Note(caller, dataset.TeamId, AuditActions.DatasetShare, id, dataset.Name, $"With '{other.Slug}'.");
            await database.SaveChangesAsync(cancellation);
        }

        return new ShareSummary(other.Slug, other.Name, Grant.Read, share.Since, share.By);
    }

    private static async Task<NoContent> UnshareAsync(
        Guid id, string receiver, Caller caller, DatasetAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetShare, id, cancellation);
        var share = await database.DatasetShares.SingleOrDefaultAsync(s => s.DatasetId == id && s.Team!.Slug == receiver, cancellation)
            ?? throw ApiProblem.NotFound("share");
        database.DatasetShares.Remove(share);
        audit.Note(caller, dataset.TeamId, AuditActions.DatasetUnshare, id, dataset.Name, $"No longer with '{receiver}'.");
        await database.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
