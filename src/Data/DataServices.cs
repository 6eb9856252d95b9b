using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Installation;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Settings;
using WarpGrad.Data.Time;
using WarpGrad.Data.Uploads;
using WarpGrad.Data.Workers;

namespace WarpGrad.Data;

/// <summary>Registers the database.</summary>
public static class DataServices
{
    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "WarpGrad";

    /// <summary>Assembly that holds the migrations.</summary>
    public const string MigrationsAssembly = "WarpGrad.Migrations";

    /// <summary>Adds the context, the stores and the notification listener's data source.</summary>
    public static IServiceCollection AddWarpGradData(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = ConnectionString(configuration);
        // Figures show the name; without one, the whole connection string.
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(Prepared(connectionString)) { Name = "warpgrad" }.Build());
        services.AddDbContext<WarpGradDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        var clock = configuration.Read<ClockOptions>("Clock");
        services.AddSingleton(_ => new DatabaseClock(clock.Own));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddHostedService<ClockSetter>();
        services.AddScoped<BlobStore>();
        services.AddScoped<UploadStore>();
        services.AddScoped<AdaptationInbox>();
        services.AddScoped<RunEventStore>();
        services.AddScoped<RunLeaseStore>();
        services.AddScoped<RunAccess>();
        services.AddScoped<RunQueue>();
        services.AddScoped<WorkerStore>();
        services.AddScoped<InstallationReader>();
        services.AddSingleton<NotificationListener>();
        services.AddHostedService(provider => provider.GetRequiredService<NotificationListener>());
        return services;
    }

    /// <summary>The configured connection string.</summary>
    /// <exception cref="SettingException">None is configured, or it is none.</exception>
    public static string ConnectionString(IConfiguration configuration)
    {
        const string name = $"ConnectionStrings__{ConnectionName}", form = "Host=…;Username=…;Password=…;Database=…";
        if (configuration.GetConnectionString(ConnectionName) is not { Length: > 0 } given)
            throw new SettingException($"No database is configured: set {name} to a PostgreSQL connection string, {form}.");
        try
        {
            return new NpgsqlConnectionStringBuilder(given).Host is { Length: > 0 } ? given : throw new SettingException($"{name} names no host: it has the form {form}.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Neither the string nor the library's words about it: both may hold the password.
            throw new SettingException($"{name} is no PostgreSQL connection string: it has the form {form}.");
        }
    }

    /// <summary>
    /// The connection string with statements prepared at their second use, unless it says otherwise: planning the joins of one answer
    /// took longer than running them.
    /// </summary>
    private static string Prepared(string connectionString)
    {
        const int Statements = 100;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (Statements, 2);
        return settings.ConnectionString;
    }

    /// <summary>Options shared by the running product and the migrations.</summary>
    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly));
}
