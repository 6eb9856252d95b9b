using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WarpGrad.Api.Health;
using WarpGrad.Contracts.Progress;
using WarpGrad.Telemetry;

namespace WarpGrad.Api.Infrastructure;

/// <summary>What the Api tells of requests.</summary>
internal static class Tracing
{
    /// <summary>Figures of requests and connections, readable at one address.</summary>
    public static void Metrics(MeterProviderBuilder figures, MetricsOptions options) => figures
        .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.RateLimiting")
        .AddPrometheusExporter();

    /// <summary>A span for each request, but for those that ask every few seconds how things are and for connections that last for hours.</summary>
    public static void Requests(TracerProviderBuilder spans) => spans.AddAspNetCoreInstrumentation(requests => requests.Filter = context =>
        !context.Request.Path.StartsWithSegments(HealthApi.Path) && context.Request.Path != Operators.MetricsPath
        && !context.Request.Path.StartsWithSegments(ProgressHub.Path));
}
