using System.Net;
using System.Text;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>A collector of telemetry, as operators run one: takes OTLP over HTTP.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, byte[] Body)> _received = [];
    private readonly Task _serving;

    public Collector()
    {
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Address { get; } = $"http://localhost:{Product.FreePort()}/";

    /// <summary>Settings that make a process of the product send to it, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    /// <summary>The spans that came so far.</summary>
    public IReadOnlyList<Span> Spans => [.. Bodies("/v1/traces").SelectMany(Span.Read)];

    /// <summary>All that came to an address, as text; what is no text in it is unreadable.</summary>
    public string Text(string path) => string.Concat(Bodies(path).Select(Encoding.UTF8.GetString));

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private List<byte[]> Bodies(string path)
    {
        lock (_received)
            return [.. _received.Where(item => item.Path == path).Select(item => item.Body)];
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_received)
                    _received.Add((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // A process that was killed while it sent, or the end.
            }
        }
    }
}
