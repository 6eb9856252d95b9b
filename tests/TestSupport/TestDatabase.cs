using Npgsql;

namespace WarpGrad.TestSupport;

/// <summary>A fresh database on the test server, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // Migrating takes seconds, copying what was migrated takes none.
    private static readonly Lazy<Task<TestDatabase>> Migrated = new(async () =>
    {
        var database = await CreateEmptyAsync();
        await database.MigrateAsync();
        return database;
    });

    private readonly string _name;
    private readonly string _server;

    private TestDatabase(string name, string server)
    {
        (_name, _server) = (name, server);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>Connection string of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database and migrates it.</summary>
    /// <param name="migration">Migration to stop at; the newest when null.</param>
    /// <param name="server">Connection string of the server; the shared one when null.</param>
    public static async Task<TestDatabase> CreateAsync(string? migration = null, string? server = null)
    {
        if (migration is null && server is null)
            return await CopyAsync(await Migrated.Value);
        var database = await CreateEmptyAsync(server);
        await database.MigrateAsync(migration);
        return database;
    }

    /// <summary>Creates a database without tables.</summary>
    /// <param name="server">Connection string of the server; the shared one when null.</param>
    public static async Task<TestDatabase> CreateEmptyAsync(string? server = null)
    {
        var database = new TestDatabase($"test_{Guid.NewGuid():N}", server ?? TestEnvironment.Postgres);
        await database.ServerAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    private static async Task<TestDatabase> CopyAsync(TestDatabase source)
    {
        var database = new TestDatabase($"test_{Guid.NewGuid():N}", source._server);
        await database.ServerAsync($"CREATE DATABASE {database._name} TEMPLATE {source._name}");
        return database;
    }

    /// <summary>Migrates, forwards or back.</summary>
    /// <param name="migration">Migration to stop at; the newest when null.</param>
    public async Task MigrateAsync(string? migration = null)
    {
        await using var migrate = new ProductProcess("migrate", "WarpGrad.Migrations.dll", Environment(), migration is null ? [] : [migration]);
        if (await migrate.ExitAsync() != 0)
            throw new InvalidOperationException($"The migrations failed:\n{migrate.Output}");
    }

    /// <summary>Environment that points a product process at this database.</summary>
    public Dictionary<string, string> Environment() => new() { ["ConnectionStrings__WarpGrad"] = ConnectionString };

    /// <summary>Runs a query that yields one value.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs statements.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="values">Values of <c>$1</c>, <c>$2</c>, …; only for a single statement.</param>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
