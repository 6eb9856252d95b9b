using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WarpGrad.Data.Settings;

namespace WarpGrad.Data.Queues;

/// <summary>The job queue on PostgreSQL, set up alike in the process that enqueues and in the ones that work.</summary>
public static class QueueServices
{
    /// <summary>Registers the queue's storage and client.</summary>
    public static IServiceCollection AddWarpGradQueue(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = DataServices.ConnectionString(configuration);
        var queue = configuration.Read<QueueOptions>("Queue");
        return services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(NoRetries)
            .UsePostgreSqlStorage(
                storage => storage.UseConnectionFactory(new QueueConnections(connectionString)),
                Options(queue)));
    }

    /// <summary>Makes or upgrades the queue's tables. Once, before any service starts: two that do it side by side fail.</summary>
    /// <param name="connectionString">The database.</param>
    public static async Task PrepareAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        PostgreSqlObjectsInstaller.Install(connection, Options(new QueueOptions()).SchemaName);
    }

    // The workers' sweeper finds whatever is undone and puts it back on its queue; tickets that come back by themselves, minutes later, only hide it.
    private static AutomaticRetryAttribute NoRetries { get; } = new() { Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete };

    private static PostgreSqlStorageOptions Options(QueueOptions queue) => new()
    {
        PrepareSchemaIfNecessary = false,
        // Long polling only works when the enqueuing process has it on, too; the poll interval catches what a dropped listener missed.
        EnableLongPolling = true,
        QueuePollInterval = TimeSpan.FromSeconds(5),
        // A training job outlasts any fixed timeout: its claim is renewed while its worker lives.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(queue.ClaimSeconds),
        // A worker that dies while it moves a job leaves the job's lock behind, and whoever gets the job next would wait for it.
        DistributedLockTimeout = TimeSpan.FromSeconds(queue.ClaimSeconds),
    };
}
