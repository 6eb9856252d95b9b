using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WarpGrad.Data.Settings;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Telemetry;

/// <summary>Traces, figures and logs of a process, set up alike in all of them.</summary>
public static class TelemetryServices
{
    private const string Npgsql = "Npgsql", Runtime = "System.Runtime";

    /// <summary>
    /// Adds telemetry. It leaves the process only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector; the further variables of
    /// OpenTelemetry hold as well.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">What it is.</param>
    /// <param name="instance">Which of its kind it is.</param>
    /// <param name="metrics">Adds what only this process tells, and who may ask it.</param>
    /// <param name="traces">Adds spans that only this process has.</param>
    /// <exception cref="SettingException">A setting cannot be understood.</exception>
    public static void AddTelemetry(
        this IHostApplicationBuilder builder, string service, string instance, Action<MeterProviderBuilder, MetricsOptions> metrics,
        Action<TracerProviderBuilder>? traces = null)
    {
        var shown = builder.Services.AddSettings<MetricsOptions>(builder.Configuration, "Metrics");
        var export = ExportOptions.Read(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, "warpgrad", Version, serviceInstanceId: instance).AddEnvironmentVariableDetector())
            .WithMetrics(figures =>
            {
                figures.AddMeter(Signals.Name, Npgsql, Runtime);
                metrics(figures, shown);
                if (export.IsOn)
                    figures.AddOtlpExporter();
            })
            .WithTracing(spans =>
            {
                // Without a collector, too: log lines of a worker then still bear the trace of the request that they come from.
                spans.AddSource(Signals.Name).SetSampler(new ParentBasedSampler(new RootSampler(new TraceIdRatioBasedSampler(export.Share))));
                if (!export.IsOn)
                    return;
                spans.AddSource(Npgsql).AddOtlpExporter();
                traces?.Invoke(spans);
            });
        if (export.IsOn)
            telemetry.WithLogging(logs => logs.AddOtlpExporter(), logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
        builder.Services.AddJsonLogs();
    }

    /// <summary>Makes lines of the JSON formatter, where that is chosen, say when they were written and to which trace they belong.</summary>
    private static void AddJsonLogs(this IServiceCollection services) => services.PostConfigure<JsonConsoleFormatterOptions>(json =>
    {
        (json.IncludeScopes, json.UseUtcTimestamp) = (true, true);
        json.TimestampFormat ??= "yyyy-MM-ddTHH:mm:ss.fffZ";
    });

    private static string Version => Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
