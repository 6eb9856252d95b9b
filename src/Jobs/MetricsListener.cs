using System.Net;
using OpenTelemetry.Metrics;
using WarpGrad.Data.Settings;
using WarpGrad.Telemetry;

namespace WarpGrad.Jobs;

/// <summary>Shows a worker's figures to Prometheus, where its settings name a port.</summary>
internal static class MetricsListener
{
    /// <summary>Adds the listener.</summary>
    /// <exception cref="SettingException">There is no listening where the settings say.</exception>
    public static void Add(MeterProviderBuilder figures, MetricsOptions options)
    {
        if (options.Port == 0)
            return;
        Try(options);
        figures.AddPrometheusHttpListener(listener => (listener.Host, listener.Port) = (options.Host, options.Port));
    }

    private static void Try(MetricsOptions options)
    {
        try
        {
            using var listener = new HttpListener { Prefixes = { $"http://{options.Host}:{options.Port}/" } };
            listener.Start();
        }
        catch (Exception exception) when (exception is HttpListenerException or ArgumentException)
        {
            throw new SettingException(
                $"Metrics__Port {options.Port} of Metrics__Host '{options.Host}' cannot be listened on ({exception.Message}): each worker of a machine needs a port of its own.");
        }
    }
}
