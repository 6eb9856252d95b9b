using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using WarpGrad.Data;
using WarpGrad.Data.Installation;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Api.Health;

/// <summary>Keeps the figures of the whole installation at hand for whoever collects metrics: they are read every few seconds, and not at all by who asks.</summary>
internal sealed partial class InstallationWatch : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly IServiceScopeFactory _scopes;
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<InstallationWatch> _logger;
    private volatile Look? _last;

    public InstallationWatch(IServiceScopeFactory scopes, IOptions<HealthOptions> options, TimeProvider time, ILogger<InstallationWatch> logger)
    {
        (_scopes, _options, _time, _logger) = (scopes, options.Value, time, logger);
        Signals.Meter.CreateObservableGauge("warpgrad.database.up", () => _last is null ? 0 : 1, null, "Whether the database answered at the last look");
        Gauge("warpgrad.database.size", "By", "Size of the database", look => [new(look.State.DatabaseBytes)]);
        Gauge("warpgrad.database.disk.free", "By", "Free room on the disk that holds the database", look => look.Volume is { } disk ? [new(disk.Free)] : []);
        Gauge("warpgrad.database.disk.size", "By", "Size of the disk that holds the database", look => look.Volume is { } disk ? [new(disk.Total)] : []);
        Gauge("warpgrad.queue.waiting", null, "Runs, adaptations and imports that wait for a worker",
            look => [Of(look.State.Runs.Waiting, "queue", "runs"), Of(look.State.Adaptations.Waiting, "queue", "adaptations"), Of(look.State.Imports.Waiting, "queue", "imports")]);
        Gauge("warpgrad.queue.age", "s", "How long the oldest of them has waited",
            look => [Of(look.State.Runs.OldestSeconds, "queue", "runs"), Of(look.State.Adaptations.OldestSeconds, "queue", "adaptations"), Of(look.State.Imports.OldestSeconds, "queue", "imports")]);
        Gauge("warpgrad.runs", null, "Runs by state", look => look.State.RunsByState.Select(pair => Of(pair.Value, "state", pair.Key)));
        Gauge("warpgrad.workers", null, "Workers by state", look =>
            [Of(look.State.Workers.Active, "state", "active"), Of(look.State.Workers.Draining, "state", "draining"), Of(look.State.Workers.Lost, "state", "lost")]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        do
        {
            try
            {
                await using var scope = _scopes.CreateAsyncScope();
                var (reader, database) = (scope.ServiceProvider.GetRequiredService<InstallationReader>(), scope.ServiceProvider.GetRequiredService<WarpGradDbContext>());
                _last = new Look(
                    await reader.ReadAsync(stoppingToken), await DatabaseVolume.ReadAsync(database, _options.DatabaseVolume, stoppingToken));
            }
            catch (Exception exception) when (DatabaseFailures.IsAny(exception))
            {
                // Old figures would tell a lie.
                _last = null;
                NotRead(_logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Gauge(string name, string? unit, string description, Func<Look, IEnumerable<Measurement<double>>> read) =>
        Signals.Meter.CreateObservableGauge(name, () => _last is { } look ? read(look) : [], unit, description);

    private static Measurement<double> Of(double value, string tag, string of) => new(value, new KeyValuePair<string, object?>(tag, of));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures of the installation could not be read; trying again.")]
    private static partial void NotRead(ILogger logger, Exception exception);

    private sealed record Look(InstallationState State, DatabaseVolume? Volume);
}
