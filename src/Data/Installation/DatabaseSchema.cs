using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace WarpGrad.Data.Installation;

/// <summary>How the database's schema stands to this build.</summary>
public enum SchemaState
{
    /// <summary>It is the one that this build was made for.</summary>
    Current,

    /// <summary>Migrations are missing.</summary>
    Older,

    /// <summary>A later version has brought it further.</summary>
    Newer,
}

/// <summary>Compares the migrations that the database has with those that this build knows; it does not need their code for that.</summary>
public static class DatabaseSchema
{
    /// <summary>Key of the assembly's metadata in which the build notes the migrations.</summary>
    private const string Key = "Migrations";

    /// <summary>The migrations that this build knows, oldest first.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(DatabaseSchema).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(noted => noted.Key == Key).Value!
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
    ];

    /// <summary>Compares.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellation">Stops the look.</param>
    public static async Task<SchemaState> ReadAsync(WarpGradDbContext database, CancellationToken cancellation)
    {
        try
        {
            var applied = await database.Database.SqlQuery<string>($"""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" """).ToListAsync(cancellation);
            return applied.Except(Known).Any() ? SchemaState.Newer : Known.Except(applied).Any() ? SchemaState.Older : SchemaState.Current;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return SchemaState.Older;
        }
    }
}
