using Microsoft.AspNetCore.HttpOverrides;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Takes the caller's address and scheme from the headers of proxies that are trusted, and from nobody else's.</summary>
internal static class TrustedProxies
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var proxies = services.AddSettings<ProxyOptions>(configuration, "Proxy");
        return services.Configure<ForwardedHeadersOptions>(headers =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As many proxies in a row as are trusted; the first address that is not is the caller's.
            headers.ForwardLimit = null;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var address in proxies.Addresses)
                headers.KnownProxies.Add(address);
            foreach (var network in proxies.Networks)
                headers.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>Must come first. With no proxy trusted it is left out: the library then believes everybody.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ProxyOptions>>().Value.Trusted.Length > 0)
            app.UseForwardedHeaders();
    }
}
