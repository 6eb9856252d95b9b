using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Sharing;

namespace WarpGrad.Api.Sharing;

/// <summary>Asking for a model that is marked "on request", and answering.</summary>
internal static class AccessRequestsApi
{
    public static void MapAccessRequests(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/models/{team}/{model}/access-requests").WithTags("Sharing")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("", AskAsync).WithSummary("Ask for a model that is marked 'on request'");
        group.MapGet("", ListAsync).WithSummary("Requests for a model, newest first: all for its maintainers, the own ones for others");
        group.MapPost("/{id:guid}/approve", ApproveAsync).WithSummary("Share the model with the team that asked");
        group.MapPost("/{id:guid}/decline", DeclineAsync).WithSummary("Say no");
    }

    private static async Task<Created<AccessRequestSummary>> AskAsync(
        string team, string model, AccessRequestRequest request, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database,
        TimeProvider time, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelFind, team, model, cancellation);
        var asking = caller.Demand(Operation.RunCreate, request.Team ?? "");
        if (found.Visibility != Visibility.OnRequest)
            throw ApiProblem.Conflict("This model is not to be asked for.");
        if (asking.Id == found.TeamId || found.Shares.Exists(s => s.TeamId == asking.Id && s.Grant == Grant.Adapt))
            throw ApiProblem.Conflict("Your team may use this model already.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Members of one team ask in turn: each sees what the one before has asked.
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Id\" = {asking.Id} FOR NO KEY UPDATE", cancellation);
        if (await database.AccessRequests.AnyAsync(r => r.ModelId == found.Id && r.TeamId == asking.Id && r.State == AccessRequestState.Pending, cancellation))
            throw ApiProblem.Conflict("Your team has asked already: wait for the answer.");
        var wish = new AccessRequest
        {
            ModelId = found.Id,
            TeamId = asking.Id,
            By = caller.Name,
            Message = Texts.Block(request.Message, "message", 1000),
            CreatedAt = time.GetUtcNow(),
        };
        database.AccessRequests.Add(wish);
        // Both teams may know: the one that asks, and the one that is asked.
        audit.Note(caller, asking.Id, AuditActions.ModelAsk, $"{team}/{model}", found.Name);
        audit.Note(caller, found.TeamId, AuditActions.ModelAsk, $"{team}/{model}", found.Name, $"For '{asking.Slug}'.");
        await database.SaveChangesAsync(cancellation);
        await TellAsync(database, found.TeamId, wish, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.Created((string?)null, await FindAsync(database, wish.Id, cancellation));
    }

    private static async Task<AccessRequestSummary[]> ListAsync(
        string team, string model, Caller caller, ModelAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelFind, team, model, cancellation);
        var decides = AccessRules.Decide(Operation.ModelShare, ModelAccess.StandingOf(caller, found), TokenScope.Admin) == Access.Allowed;
        return await database.AccessRequests.AsNoTracking()
            .Where(r => r.ModelId == found.Id && (decides || caller.TeamIds.Contains(r.TeamId)))
            .OrderByDescending(r => r.Id).Take(200)
            .Select(Summary).ToArrayAsync(cancellation);
    }

    private static async Task<AccessRequestSummary> ApproveAsync(
        string team, string model, Guid id, ShareRequest request, Caller caller, ModelAccess access, ModelSharing sharing, AuditLog audit,
        WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        ModelSharing.Check(request.Grant);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var wish = await TakeAsync(found.Id, id, database, cancellation);
        await sharing.ShareAsync(caller, found, wish.Team!, request.Grant, cancellation);
        Decide(wish, AccessRequestState.Approved, caller, audit, found.TeamId, $"{team}/{model}", found.Name, time);
        await database.SaveChangesAsync(cancellation);
        await TellAsync(database, found.TeamId, wish, cancellation);
        await transaction.CommitAsync(cancellation);
        return await FindAsync(database, id, cancellation);
    }

    private static async Task<AccessRequestSummary> DeclineAsync(
        string team, string model, Guid id, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, TimeProvider time,
        CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelShare, team, model, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var wish = await TakeAsync(found.Id, id, database, cancellation);
        Decide(wish, AccessRequestState.Declined, caller, audit, found.TeamId, $"{team}/{model}", found.Name, time);
        await database.SaveChangesAsync(cancellation);
        await TellAsync(database, found.TeamId, wish, cancellation);
        await transaction.CommitAsync(cancellation);
        return await FindAsync(database, id, cancellation);
    }

    /// <summary>Tells both teams, so that open pages follow.</summary>
    internal static async Task TellAsync(WarpGradDbContext database, Guid owner, AccessRequest wish, CancellationToken cancellation)
    {
        await database.NotifyTeamAsync(owner, TeamChangeKinds.AccessRequest, wish.Id, cancellation);
        await database.NotifyTeamAsync(wish.TeamId, TeamChangeKinds.AccessRequest, wish.Id, cancellation);
    }

    private static void Decide(
        AccessRequest wish, AccessRequestState state, Caller caller, AuditLog audit, Guid owner, string address, string name, TimeProvider time)
    {
        (wish.State, wish.DecidedAt, wish.DecidedBy) = (state, time.GetUtcNow(), caller.Name);
        audit.Note(caller, owner, AuditActions.ModelAnswer, address, name, $"{state} for '{wish.Team!.Slug}'.");
        audit.Note(caller, wish.TeamId, AuditActions.ModelAnswer, address, name, $"{state}.");
    }

    private static async Task<AccessRequest> TakeAsync(Guid modelId, Guid id, WarpGradDbContext database, CancellationToken cancellation)
    {
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM access_requests WHERE \"Id\" = {id} FOR UPDATE", cancellation);
        var wish = await database.AccessRequests.Include(r => r.Team).SingleOrDefaultAsync(r => r.Id == id && r.ModelId == modelId, cancellation)
            ?? throw ApiProblem.NotFound("request");
        return wish.State == AccessRequestState.Pending ? wish : throw ApiProblem.Conflict("This request was answered already, or taken back.");
    }

    private static Task<AccessRequestSummary> FindAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation) =>
        database.AccessRequests.AsNoTracking().Where(r => r.Id == id).Select(Summary).SingleOrGoneAsync("access request", cancellation);

    private static Expression<Func<AccessRequest, AccessRequestSummary>> Summary { get; } = r => new AccessRequestSummary(
        r.Id, r.Team!.Slug, r.Team.Name, r.By, r.Message, r.State, r.CreatedAt, r.DecidedAt, r.DecidedBy);
}
