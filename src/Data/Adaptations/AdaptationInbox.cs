using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Data.Adaptations;

/// <summary>An answer as it came.</summary>
/// <param name="State">State.</param>
/// <param name="Result">The answer as JSON when done.</param>
/// <param name="FailureType">Problem type when failed.</param>
/// <param name="FailureReason">One sentence when failed.</param>
public sealed record AnsweredAdaptation(AdaptationState State, string? Result, string? FailureType, string? FailureReason);

/// <summary>The asking side of the queue of adaptations: one round trip puts a question in, one gets its answer.</summary>
public sealed class AdaptationInbox(WarpGradDbContext database)
{
    /// <summary>Stores a question and wakes the workers; in a transaction both happen with its commit.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="mostWaiting">Questions of one team that may wait or be in work.</param>
    /// <param name="cancellation">Stops before it is stored.</param>
    /// <returns>False, and nothing stored, when so many of the team wait already.</returns>
    public async Task<bool> PutAsync(Adaptation asked, int mostWaiting, CancellationToken cancellation)
    {
        var (kind, pending, channel, payload) = (asked.Kind.ToString(), nameof(AdaptationState.Pending), Channels.AdaptationWork, asked.Id.ToString());
        var stored = await database.Database.SqlQuery<string>(
            $"""
            WITH asked AS (
                INSERT INTO adaptations ("Id", "Kind", "TeamId", "ModelVersionId", "ParentId", "Round", "State", "Request", "Heavy", "Name",
                    "Examples", "ExpiresAt", "Attempts", "CreatedById", "CreatedAt", "TraceParent")
                SELECT {asked.Id}, {kind}, {asked.TeamId}, {asked.ModelVersionId}, {asked.ParentId}, {asked.Round}, {pending}, {asked.Request},
                    {asked.Heavy}, {asked.Name}, {asked.Examples}, {asked.ExpiresAt}, 0, {asked.CreatedById}, clock_timestamp(), {TraceContext.Current}
                WHERE (SELECT count(*) FROM adaptations WHERE "State" = 'Pending' AND "TeamId" = {asked.TeamId}) < {mostWaiting}
                RETURNING 1)
            SELECT pg_notify({channel}, {payload})::text AS "Value" FROM asked
            """).ToListAsync(cancellation);
        return stored.Count == 1;
    }

    /// <summary>The answer, or that there is none yet; null when the question is gone.</summary>
    public Task<AnsweredAdaptation?> LookAsync(Guid id, CancellationToken cancellation) =>
        database.Adaptations.AsNoTracking().Where(a => a.Id == id)
            .Select(a => new AnsweredAdaptation(a.State, a.Result, a.FailureType, a.FailureReason))
            .SingleOrDefaultAsync(cancellation);

    /// <summary>Takes the answer out, so that nothing of the question stays; null when there is none yet or the question is gone.</summary>
    public async Task<AnsweredAdaptation?> TakeAsync(Guid id, CancellationToken cancellation)
    {
        var rows = await database.Database.SqlQuery<TakenRow>(
            $"""
            DELETE FROM adaptations WHERE "Id" = {id} AND "State" <> 'Pending' RETURNING "State", "Result"::text AS "Result", "FailureType", "FailureReason"
            """).ToListAsync(cancellation);
        return rows is [var row] ? new AnsweredAdaptation(Enum.Parse<AdaptationState>(row.State), row.Result, row.FailureType, row.FailureReason) : null;
    }

    private sealed record TakenRow(string State, string? Result, string? FailureType, string? FailureReason);
}
