using OpenTelemetry.Metrics;
using WarpGrad.Telemetry;

namespace WarpGrad.Jobs;

/// <summary>Shows a worker's figures to Prometheus, where its settings name a port.</summary>
internal static class MetricsListener
{
    /// <summary>Adds the listener.</summary>
    public static void Add(MeterProviderBuilder figures, MetricsOptions options)
    {
        if (options.Port > 0)
            figures.AddPrometheusHttpListener(listener => (listener.Host, listener.Port) = (options.Host, options.Port));
    }
}
