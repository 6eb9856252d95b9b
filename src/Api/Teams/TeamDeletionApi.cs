using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Teams;

/// <summary>The end of a team. It has to be empty: nobody shall lose models by a wrong click.</summary>
internal static class TeamDeletionApi
{
    public static void MapTeamDeletion(this IEndpointRouteBuilder api) =>
        api.MapDelete("/teams/{team}", DeleteAsync).WithTags("Teams")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Delete a team that holds no runs, datasets and models any more");

    private static async Task<NoContent> DeleteAsync(string team, Caller caller, WarpGradDbContext database, AuditLog audit, CancellationToken cancellation)
    {
        var known = caller.Demand(Operation.TeamManage, team);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Whoever makes something in the team at this moment waits, and then finds no team.
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Id\" = {known.Id} FOR UPDATE", cancellation);
        (string One, string Many, int Count)[] left =
        [
            ("run", "runs", await database.Runs.CountAsync(r => r.TeamId == known.Id, cancellation)),
            ("dataset", "datasets", await database.Datasets.CountAsync(d => d.TeamId == known.Id, cancellation)),
            ("model", "models", await database.Models.CountAsync(m => m.TeamId == known.Id, cancellation)),
        ];
        if (left.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count} {(kind.Count == 1 ? kind.One : kind.Many)}").ToList() is { Count: > 0 } words)
            throw ApiProblem.Conflict($"The team still holds {string.Join(" and ", words)}: delete them first.");
        audit.Note(caller, null, AuditActions.TeamDelete, team, known.Name);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(known.Id, TeamChangeKinds.Member, Guid.Empty, cancellation);
        await database.Adaptations.Where(a => a.TeamId == known.Id).ExecuteDeleteAsync(cancellation);
        // Members, invitations, tokens, shares, requests, sweeps and uploads go along.
        await database.Teams.Where(t => t.Id == known.Id).ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }
}
