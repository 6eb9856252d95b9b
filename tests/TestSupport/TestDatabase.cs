using Npgsql;

namespace WarpGrad.TestSupport;

/// <summary>A fresh database on the test server, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name;

    private TestDatabase(string name)
    {
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(TestEnvironment.Postgres) { Database = name }.ConnectionString;
    }

    /// <summary>Connection string of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database and applies all migrations.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase($"test_{Guid.NewGuid():N}");
        await ServerAsync($"CREATE DATABASE {database._name}");
        await using var migrate = new ProductProcess("migrate", "WarpGrad.Migrations.dll", database.Environment());
        var code = await migrate.ExitAsync();
        return code == 0 ? database : throw new InvalidOperationException($"The migrations failed:\n{migrate.Output}");
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestEnvironment.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
