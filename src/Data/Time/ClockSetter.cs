using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WarpGrad.Data.Time;

/// <summary>Sets the clock by the database's before anything else starts, and again every minute.</summary>
internal sealed partial class ClockSetter(DatabaseClock clock, NpgsqlDataSource source, ILogger<ClockSetter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TrySetAsync(cancellationToken);
        if (clock.Ahead.Duration() > Notable)
            Differs(logger, clock.Ahead);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TrySetAsync(stoppingToken);
    }

    private async Task TrySetAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
            await clock.SetAsync(async () => new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!));
        }
        catch (NpgsqlException exception)
        {
            NotSet(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's clock is ahead of this machine's by {Ahead}; the database's counts.")]
    private static partial void Differs(ILogger logger, TimeSpan ahead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock could not be set by the database's; it goes on as it was.")]
    private static partial void NotSet(ILogger logger, Exception exception);
}
