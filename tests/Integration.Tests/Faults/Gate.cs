using Npgsql;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>Holds whoever wants to write a table until it is opened.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Gate(TestDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_database, _connection, _transaction) = (database, connection, transaction);

    /// <summary>Closes a table to writers; readers pass.</summary>
    public static async Task<Gate> CloseAsync(TestDatabase database, string table)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"LOCK TABLE {table} IN EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new Gate(database, connection, transaction);
    }

    /// <summary>Waits until somebody stands before it.</summary>
    public Task SomebodyWaitsAsync() => Eventually.TrueAsync(
        async () => await _database.QueryAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL") > 0,
        ProductFixture.Patience, "somebody waits at the table");

    /// <summary>Opens it.</summary>
    public Task OpenAsync() => _transaction.RollbackAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
