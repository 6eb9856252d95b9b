using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WarpGrad.Contracts.Health;

namespace WarpGrad.Data.Installation;

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
    public static async Task<SchemaHealth> ReadAsync(WarpGradDbContext database, CancellationToken cancellation)
    {
        try
        {
            var applied = await database.Database.SqlQuery<string>($"""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" """).ToListAsync(cancellation);
            return applied.Except(Known).Any() ? SchemaHealth.Newer : Known.Except(applied).Any() ? SchemaHealth.Older : SchemaHealth.Current;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return SchemaHealth.Older;
        }
    }
}
