using System.Globalization;
using Microsoft.Extensions.Configuration;
using WarpGrad.Data.Settings;

namespace WarpGrad.Telemetry;

/// <summary>Where telemetry goes: the variables that OpenTelemetry itself defines, checked.</summary>
/// <param name="IsOn">Whether it goes anywhere.</param>
/// <param name="Share">Part of the traces that is kept, 0 to 1.</param>
internal sealed record ExportOptions(bool IsOn, double Share)
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT", ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL", ShareKey = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingException">One of them cannot be understood.</exception>
    public static ExportOptions Read(IConfiguration configuration)
    {
        var endpoint = Given(configuration, EndpointKey);
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new SettingException($"{EndpointKey} is the address of a collector such as http://localhost:4317, not '{endpoint}'.");
        if (Given(configuration, ProtocolKey) is { } protocol and not ("grpc" or "http/protobuf"))
            throw new SettingException($"{ProtocolKey} is grpc or http/protobuf, not '{protocol}'.");
        var share = 1.0;
        if (Given(configuration, ShareKey) is { } given
            && !(double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1))
            throw new SettingException($"{ShareKey} is the part of the traces to keep, a number from 0 to 1, not '{given}'.");
        return new ExportOptions(endpoint is not null, share);
    }

    private static string? Given(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value ? value : null;
}
