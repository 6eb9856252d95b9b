using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Sharing;

namespace WarpGrad.Api.Sharing;

/// <summary>Requests for access as a team sees them: those it has to answer, and those it has made.</summary>
internal static class TeamRequestsApi
{
    private const int Most = 200;

    public static void MapTeamRequests(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Sharing").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/teams/{team}/access-requests", OpenAsync).WithSummary("Open requests for any model of a team, oldest first");
        group.MapGet("/teams/{team}/access-requests/sent", SentAsync).WithSummary("What a team has asked for, newest first; models that it no longer finds are left out");
        group.MapPost("/access-requests/{id:guid}/withdraw", WithdrawAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Take a request back that nobody has answered");
        group.MapGet("/teams/{team}/receivers", ReceiversAsync).WithSummary("Teams that models or datasets of a team are shared with");
    }

    private static async Task<TeamAccessRequest[]> OpenAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.ModelShare, team).Id;
        return await database.AccessRequests.AsNoTracking()
            .Where(r => r.Model!.TeamId == id && r.State == AccessRequestState.Pending)
            .OrderBy(r => r.Id).Take(Most)
            .Select(Summary).ToArrayAsync(cancellation);
    }

    private static async Task<TeamAccessRequest[]> SentAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamRead, team).Id;
        var found = database.Models.Where(ModelAccess.FoundBy(caller)).Select(m => m.Id);
        return await database.AccessRequests.AsNoTracking()
            .Where(r => r.TeamId == id && found.Contains(r.ModelId))
            .OrderByDescending(r => r.Id).Take(Most)
            .Select(Summary).ToArrayAsync(cancellation);
    }

    private static async Task<NoContent> WithdrawAsync(
        Guid id, Caller caller, AuditLog audit, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM access_requests WHERE \"Id\" = {id} FOR UPDATE", cancellation);
        var wish = await database.AccessRequests.Include(r => r.Team).Include(r => r.Model).ThenInclude(m => m!.Team).SingleOrDefaultAsync(r => r.Id == id, cancellation);
        // Whoever may ask for the team may take back what was asked for it.
        caller.Demand(Operation.RunCreate, wish?.TeamId ?? Guid.Empty, "access request");
        if (wish!.State != AccessRequestState.Pending)
            throw ApiProblem.Conflict("This request was answered already, or taken back.");
        (wish.State, wish.DecidedAt, wish.DecidedBy) = (AccessRequestState.Withdrawn, time.GetUtcNow(), caller.Name);
        var (model, address) = (wish.Model!, $"{wish.Model!.Team!.Slug}/{wish.Model.Slug}");
        audit.Note(caller, wish.TeamId, AuditActions.ModelWithdraw, address, model.Name);
        audit.Note(caller, model.TeamId, AuditActions.ModelWithdraw, address, model.Name, $"For '{wish.Team!.Slug}'.");
        await database.SaveChangesAsync(cancellation);
        await AccessRequestsApi.TellAsync(database, model.TeamId, wish, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<ReceiverSummary[]> ReceiversAsync(string team, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.ModelShare, team).Id;
        return await database.Teams.AsNoTracking()
            .Where(t => database.ModelShares.Any(s => s.TeamId == t.Id && s.Model!.TeamId == id) || database.DatasetShares.Any(s => s.TeamId == t.Id && s.Dataset!.TeamId == id))
            .OrderBy(t => t.Name).Take(Most)
            .Select(t => new ReceiverSummary(t.Slug, t.Name))
            .ToArrayAsync(cancellation);
    }

    private static Expression<Func<AccessRequest, TeamAccessRequest>> Summary { get; } = r => new TeamAccessRequest(
        new AccessRequestSummary(r.Id, r.Team!.Slug, r.Team.Name, r.By, r.Message, r.State, r.CreatedAt, r.DecidedAt, r.DecidedBy),
        r.Model!.Team!.Slug, r.Model.Team.Name, r.Model.Slug, r.Model.Name);
}
