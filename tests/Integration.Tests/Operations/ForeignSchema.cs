using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>Makes a database look as if it were of another version of the product, for a while.</summary>
internal sealed class ForeignSchema : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ForeignSchema(TestDatabase database) => _database = database;

    /// <summary>Of a version that is yet to come.</summary>
    public static Task<ForeignSchema> NewerAsync(TestDatabase database) =>
        ChangeAsync(database, """INSERT INTO "__EFMigrationsHistory" VALUES ('29991231235959_FromTheFuture', '10.0.0')""");

    /// <summary>Of a version without any of the migrations.</summary>
    public static Task<ForeignSchema> OlderAsync(TestDatabase database) => ChangeAsync(database, """TRUNCATE "__EFMigrationsHistory" """);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _database.ExecuteAsync(
        """
        TRUNCATE "__EFMigrationsHistory";
        INSERT INTO "__EFMigrationsHistory" SELECT * FROM true_history;
        DROP TABLE true_history;
        """);

    private static async Task<ForeignSchema> ChangeAsync(TestDatabase database, string change)
    {
        await database.ExecuteAsync($"""CREATE TABLE true_history AS SELECT * FROM "__EFMigrationsHistory"; {change}""");
        return new ForeignSchema(database);
    }
}
