using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Progress;

namespace WarpGrad.Client.Progress;

/// <summary>Makes connections to the progress hub.</summary>
internal sealed class HubConnector(Uri address, WarpGradClientOptions options)
{
    /// <summary>Longest pause between two attempts.</summary>
    public TimeSpan LongestPause => options.LongestReconnectPause;

    /// <summary>A connection that is not started yet.</summary>
    public HubConnection Make() => new HubConnectionBuilder()
        .WithUrl(new Uri(address, ProgressHub.Path), http =>
        {
            http.Headers["X-WarpGrad-Client"] = options.Name;
            if (options.AccessToken is { } token)
                http.AccessTokenProvider = () => token(CancellationToken.None).AsTask();
            if (options.HubMessageHandler is { } handler)
                http.HttpMessageHandlerFactory = _ => handler();
        })
        .Build();
}
