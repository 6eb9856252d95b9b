using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Data.Adaptations;

/// <summary>
/// The working side of the queue of adaptations. Blocking calls, for threads that do nothing else. Of all that wait, the team with the
/// fewest in work is served first, among equals the one that this worker served longest ago, and of a team the oldest. All times are
/// the database's.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="owner">Name of this worker, different from all others.</param>
/// <param name="lease">How long a claim lives without renewal.</param>
public sealed class AdaptationQueue(NpgsqlDataSource source, string owner, TimeSpan lease)
{
    /// <summary>Claims of one question after which it is given up: it ended that many workers.</summary>
    public const int MostAttempts = 3;

    // A claim that the server forgets in a crash is a question that waits again: its commit need not wait for the disk.
    private const string Claiming =
        """
        WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
        teams_waiting AS (
            SELECT "TeamId", count(*) FILTER (WHERE "ClaimedUntil" > now()) AS working
            FROM adaptations WHERE "State" = 'Pending' GROUP BY "TeamId"),
        next AS MATERIALIZED (
            SELECT a."Id", a."ModelVersionId" FROM adaptations a JOIN teams_waiting t ON t."TeamId" = a."TeamId"
            WHERE a."State" = 'Pending' AND (a."ClaimedUntil" IS NULL OR a."ClaimedUntil" <= now()) AND a."Attempts" < $5 AND ($4 OR NOT a."Heavy")
            ORDER BY t.working, array_position($3, a."TeamId") NULLS FIRST, a."Id"
            LIMIT 1 FOR UPDATE OF a SKIP LOCKED)
        UPDATE adaptations a SET "ClaimedBy" = $1, "ClaimedUntil" = now() + $2, "Attempts" = a."Attempts" + 1
        FROM relaxed, next LEFT JOIN model_versions v ON v."Id" = next."ModelVersionId"
            LEFT JOIN models m ON m."Id" = v."ModelId" LEFT JOIN teams t ON t."Id" = m."TeamId"
        WHERE a."Id" = next."Id"
        RETURNING a."Id", a."Attempts", a."Kind", a."TeamId", a."ParentId", a."Round", a."Heavy", a."Request", v."BlobId",
            coalesce(t."Slug" || '/' || m."Slug", ''), coalesce(v."Number", 0), 1000 * extract(epoch FROM clock_timestamp() - a."CreatedAt")::float8, a."TraceParent"
        """;

    private const string Answering =
        """
        WITH answered AS (
            UPDATE adaptations SET "State" = CASE WHEN $3::text IS NULL THEN 'Failed' ELSE 'Done' END, "Result" = $3::jsonb, "FailureType" = $4,
                "FailureReason" = $5, "ClaimedBy" = NULL, "ClaimedUntil" = NULL
            WHERE "Id" = $1 AND "Attempts" = $2 AND "State" = 'Pending' RETURNING "Id", "Kind", "ParentId", "Round", "Examples"),
        grown AS (
            UPDATE adaptations kept SET "Round" = answered."Round", "Examples" = kept."Examples" + answered."Examples", "Result" = $3::jsonb
            FROM answered WHERE kept."Id" = answered."ParentId" AND answered."Kind" = 'Add' AND $3::text IS NOT NULL)
        SELECT pg_notify($6, "Id"::text)::text FROM answered
        """;

    private const string GivingUp =
        """
        WITH ended AS (
            UPDATE adaptations SET "State" = 'Failed', "FailureType" = $1, "FailureReason" = $2, "ClaimedBy" = NULL, "ClaimedUntil" = NULL
            WHERE "State" = 'Pending' AND "Attempts" >= $3 AND "ClaimedUntil" <= now() RETURNING "Id")
        SELECT pg_notify($4, "Id"::text) FROM ended
        """;

    // The row of a kept adaptation counts the rounds done, but its own question is the first.
    private const string Reading =
        """
        SELECT "Request" FROM adaptations
        WHERE "State" = 'Done' AND ("Id" = $1 AND "Kind" = 'Keep' OR "ParentId" = $1 AND "Kind" = 'Add' AND "Round" <= $2)
        ORDER BY "Kind" = 'Add', "Round"
        """;

    // In bytes; PostgreSQL takes less than 8000.
    private const int LongestNotification = 7_999;

    private readonly Lock _lock = new();
    private readonly List<Guid> _served = [];
    private readonly HashSet<Guid> _held = [];

    /// <summary>Takes the next question, or null when there is none to be had. It is held until <see cref="LetGo"/>.</summary>
    /// <param name="heavy">Whether it may be one that takes long.</param>
    public AdaptationClaim? Claim(bool heavy)
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, Claiming, owner, lease, Served(), heavy, MostAttempts);
        using var row = command.ExecuteReader();
        if (!row.Read())
            return null;
        var claim = new AdaptationClaim(
            row.GetGuid(0), row.GetInt32(1), Enum.Parse<AdaptationKind>(row.GetString(2)), row.GetGuid(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.GetInt32(5),
            row.GetBoolean(6), row.GetFieldValue<byte[]>(7), row.IsDBNull(8) ? null : row.GetGuid(8), row.GetString(9), row.GetInt32(10), row.GetDouble(11),
            row.IsDBNull(12) ? null : row.GetString(12));
        Remember(claim);
        return claim;
    }

    /// <summary>Renews a claim no longer; where its question was not answered, another claim takes it once this one has run out.</summary>
    public void LetGo(AdaptationClaim claim)
    {
        lock (_lock)
            _held.Remove(claim.Id);
    }

    /// <summary>Stores what came of a question and wakes whoever waits for it; of a further round also in the kept adaptation.</summary>
    /// <returns>False, and nothing stored, when the claim was lost or the question is gone.</returns>
    public bool Answer(AdaptationClaim claim, AdaptationOutcome outcome)
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, Answering, claim.Id, claim.Attempt, outcome.Result, outcome.FailureType, outcome.FailureReason, Channels.Adaptations);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Tells whoever waits for an answer how adapting goes; without the predictions where they are too many for a notification.</summary>
    public void Tell(AdaptationClaim claim, TracedStep step)
    {
        var text = Note(step);
        if (Encoding.UTF8.GetByteCount(text) > LongestNotification)
            text = Note(step with { Predictions = [] });
        using var connection = source.OpenConnection();
        using var command = Command(connection, "SELECT pg_notify($1, $2)", Channels.AdaptationSteps, text);
        command.ExecuteNonQuery();

        string Note(TracedStep told) => $"{claim.Id} {JsonSerializer.Serialize(told, JsonSerializerOptions.Web)}";
    }

    /// <summary>The questions of a kept adaptation up to a round, which together make it anew; none when it is gone.</summary>
    public IReadOnlyList<byte[]> Rounds(Guid kept, int round)
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, Reading, kept, round);
        using var rows = command.ExecuteReader();
        var requests = new List<byte[]>();
        while (rows.Read())
            requests.Add(rows.GetFieldValue<byte[]>(0));
        return requests;
    }

    /// <summary>
    /// Keeps what this worker holds from being taken over, and ends what no worker survives. What has its name but is not held was claimed
    /// over a connection that broke before the worker heard of it: nobody works on it.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var renew = Command(
            connection, """UPDATE adaptations SET "ClaimedUntil" = now() + $2 WHERE "State" = 'Pending' AND "ClaimedBy" = $1 AND "Id" = ANY($3)""",
            owner, lease, Held());
        await renew.ExecuteNonQueryAsync(cancellation);
        await using var giveUp = Command(
            connection, GivingUp, ProblemTypes.ComputationFailed, $"It ended the worker that computed it, {MostAttempts} times.", MostAttempts, Channels.Adaptations);
        await giveUp.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Hands back what this worker has in work, so that another need not wait for the claims to run out.</summary>
    public async Task GiveBackAsync()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = Command(
            connection,
            """
            WITH freed AS (
                UPDATE adaptations SET "ClaimedBy" = NULL, "ClaimedUntil" = NULL, "Attempts" = "Attempts" - 1
                WHERE "State" = 'Pending' AND "ClaimedBy" = $1 RETURNING "Id")
            SELECT pg_notify($2, "Id"::text) FROM freed
            """, owner, Channels.AdaptationWork);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Teams in the order in which this worker last served them.</summary>
    private Guid[] Served()
    {
        lock (_lock)
            return [.. _served];
    }

    private Guid[] Held()
    {
        lock (_lock)
            return [.. _held];
    }

    private void Remember(AdaptationClaim claim)
    {
        const int most = 1000;
        lock (_lock)
        {
            _held.Add(claim.Id);
            _served.Remove(claim.TeamId);
            _served.Add(claim.TeamId);
            if (_served.Count > most)
                _served.RemoveAt(0);
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        return command;
    }
}
