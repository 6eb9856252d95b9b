using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WarpGrad.Data.Notifications;

/// <summary>
/// Holds one LISTEN connection per process and hands notifications to subscribers.
/// After a lost connection every subscriber is woken once with a null payload, because notifications may have been missed meanwhile.
/// </summary>
public sealed partial class NotificationListener(NpgsqlDataSource source, ILogger<NotificationListener> logger) : BackgroundService
{
    /// <summary>Name of the listening connections in the database's list of connections.</summary>
    public const string ConnectionName = "warpgrad listener";

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Guid, (string Channel, Action<string?> Handler)> _subscriptions = new();

    /// <summary>Calls <paramref name="handler"/> for each notification until the result is disposed. Handlers must not block.</summary>
    /// <param name="channel">One of <see cref="Channels"/>.</param>
    /// <param name="handler">Gets the payload, or null when some may have been missed.</param>
    public IDisposable Subscribe(string channel, Action<string?> handler)
    {
        var key = Guid.NewGuid();
        _subscriptions[key] = (channel, handler);
        return new Subscription(() => _subscriptions.TryRemove(key, out _));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backOff = TimeSpan.FromMilliseconds(250);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, note) => Deliver(note.Channel, note.Payload);
                await using (var listen = new NpgsqlCommand($"SET application_name = '{ConnectionName}';" + string.Concat(Channels.All.Select(channel => $"LISTEN {channel};")), connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                WakeAll();
                backOff = TimeSpan.FromMilliseconds(250);
                while (true)
                    if (!await connection.WaitAsync(Silence, stoppingToken))
                        await ProbeAsync(connection, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or ObjectDisposedException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                LostConnection(logger, backOff, exception);
                await Task.Delay(backOff, stoppingToken);
                backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, LongestBackOff.Ticks));
            }
        }
    }

    /// <summary>A connection that a network dropped without a word would be waited on for ever.</summary>
    private static async Task ProbeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var probe = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 10 };
        await probe.ExecuteNonQueryAsync(cancellation);
    }

    private void Deliver(string channel, string payload)
    {
        foreach (var (subscribed, handler) in _subscriptions.Values)
            if (subscribed == channel)
                handler(payload);
    }

    private void WakeAll()
    {
        foreach (var (_, handler) in _subscriptions.Values)
            handler(null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The notification connection was lost; trying again in {BackOff}.")]
    private static partial void LostConnection(ILogger logger, TimeSpan backOff, Exception exception);

    private sealed class Subscription(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
