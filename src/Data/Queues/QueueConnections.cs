using Hangfire.PostgreSql;
using Npgsql;

namespace WarpGrad.Data.Queues;

/// <summary>Connections of the job queue, under a name: of nameless ones, figures would show the whole connection string.</summary>
/// <param name="connectionString">The database.</param>
internal sealed class QueueConnections(string connectionString) : IConnectionFactory
{
    private readonly NpgsqlDataSource _source = new NpgsqlDataSourceBuilder(connectionString) { Name = "warpgrad jobs" }.Build();

    public NpgsqlConnection GetOrCreateConnection() => _source.CreateConnection();
}
