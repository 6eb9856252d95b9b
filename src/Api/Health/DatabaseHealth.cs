using Microsoft.Extensions.Diagnostics.HealthChecks;
using WarpGrad.Contracts.Health;
using WarpGrad.Data;
using WarpGrad.Data.Installation;

namespace WarpGrad.Api.Health;

/// <summary>Ready when the database answers with the schema this build was made for.</summary>
internal sealed class DatabaseHealth(WarpGradDbContext database) : IHealthCheck
{
    /// <summary>What is told when it does not answer.</summary>
    public const string Away = "The database does not answer.";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Explain(await DatabaseSchema.ReadAsync(database, cancellationToken)) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (DatabaseFailures.IsAny(exception))
        {
            return HealthCheckResult.Unhealthy(Away, exception);
        }
    }

    /// <summary>What is told of a schema that does not fit; null when it does.</summary>
    public static string? Explain(SchemaHealth schema) => schema switch
    {
        SchemaHealth.Current => null,
        SchemaHealth.Older => "Migrations have not been applied: run the migrations of this version.",
        SchemaHealth.Newer => "A newer version of WarpGrad has migrated the database: this one must not work on it.",
        _ => throw new InvalidOperationException("Unknown state of the schema."),
    };
}
