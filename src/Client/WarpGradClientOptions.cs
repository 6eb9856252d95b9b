namespace WarpGrad.Client;

/// <summary>How a <see cref="WarpGradClient"/> reaches and convinces the server.</summary>
public sealed record WarpGradClientOptions
{
    /// <summary>Gives the API token for each request and hub connection.</summary>
    /// <remarks>Default null: the caller is known by the cookie of the HTTP client or the browser.</remarks>
    public Func<CancellationToken, ValueTask<string?>>? AccessToken { get; init; }

    /// <summary>Value of the header <c>X-WarpGrad-Client</c>, which the server demands of requests that a cookie authenticates.</summary>
    /// <remarks>Default <c>web</c>.</remarks>
    public string Name { get; init; } = "web";

    /// <summary>Makes the message handler of hub connections, where the platform's own will not do (a cookie container, a test server).</summary>
    /// <remarks>Default null: the platform's own.</remarks>
    public Func<HttpMessageHandler>? HubMessageHandler { get; init; }

    /// <summary>Longest pause between two attempts to reconnect a feed.</summary>
    /// <remarks>Default 10 seconds.</remarks>
    public TimeSpan LongestReconnectPause { get; init; } = TimeSpan.FromSeconds(10);
}
