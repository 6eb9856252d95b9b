using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>A table that takes no change, as on a disk without room, until this is disposed.</summary>
internal sealed class FullTable : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly JobDatabase _database;

    private FullTable(JobDatabase database) => _database = database;

    /// <summary>Fills the disk of a table.</summary>
    public static async Task<FullTable> MakeAsync(JobDatabase database, string table)
    {
        // A sequence counts on where a transaction is rolled back.
        await database.ExecuteAsync(
            $"""
            CREATE SEQUENCE refusals;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM nextval('refusals'); RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse();
            """);
        return new FullTable(database);
    }

    /// <summary>Waits until so many changes were refused.</summary>
    public Task RefusedAsync(int times) => Eventually.TrueAsync(
        async () => await _database.QueryAsync<long>("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM refusals") >= times, Patience, "the disk is found full");

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _database.ExecuteAsync("DROP FUNCTION refuse CASCADE; DROP SEQUENCE refusals;");
}
