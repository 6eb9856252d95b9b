using WarpGrad.Client;

namespace WarpGrad.Cli.Access;

/// <summary>
/// Reaches an installation: one elsewhere by <c>WARPGRAD_ADDRESS</c> and <c>WARPGRAD_TOKEN</c>, or this machine's own through the
/// launcher, which is started where it does not run.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string AddressKey = "WARPGRAD_ADDRESS";
    private const string TokenKey = "WARPGRAD_TOKEN";

    // A token that was made for this call only, to be revoked after it.
    private readonly string? _borrowed;

    /// <summary>An installation that runs.</summary>
    /// <param name="client">Its client.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="borrowed">A token to revoke in the end; null for none.</param>
    public Installation(WarpGradClient client, Uri address, string? borrowed) => (Client, Address, _borrowed) = (client, address, borrowed);

    /// <summary>Client of the installation.</summary>
    public WarpGradClient Client { get; }

    /// <summary>Whether it computes on this machine.</summary>
    public bool IsHere => Address.IsLoopback;

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Makes sure that it runs, and signs in.</summary>
    /// <exception cref="CliException">It cannot be reached or started.</exception>
    public static async Task<Installation> ReachAsync(CancellationToken cancellation)
    {
        var address = ParseAddress(Read(AddressKey) ?? "http://localhost:5080");
        if (Read(TokenKey) is { } token)
            return new Installation(WarpGradClient.WithToken(address, token), address, null);
        if (!await IsReadyAsync(address, cancellation))
            await Launcher.StartAsync(cancellation);
        var borrowed = await Launcher.TokenAsync(cancellation);
        return new Installation(WarpGradClient.WithToken(address, borrowed), address, borrowed);
    }

    /// <summary>An address as people write it.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="CliException">It is no address of a web server; <c>localhost:5080</c> is one of a scheme 'localhost'.</exception>
    internal static Uri ParseAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address
            : throw CliException.Usage($"{AddressKey} is no address: '{text}'. Write it with http:// or https://, such as http://localhost:5080.");

    /// <summary>Slug of the team that was asked for, or of the caller's first one.</summary>
    /// <param name="wanted">Slug, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">The caller is in no such team.</exception>
    public async Task<string> TeamAsync(string? wanted, CancellationToken cancellation)
    {
        var teams = await Client.Teams.ListAsync(cancellation);
        if (wanted is not null && teams.All(team => team.Slug != wanted))
            throw new CliException($"You are in no team '{wanted}'. Yours: {string.Join(", ", teams.Select(team => team.Slug))}.");
        return wanted ?? teams.FirstOrDefault()?.Slug ?? throw new CliException("You are in no team: found one first.");
    }

    /// <summary>Revokes a token made for this call.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_borrowed is null)
            return;
        try
        {
            var own = (await Client.Tokens.ListAsync()).FirstOrDefault(token => _borrowed.StartsWith(token.Prefix, StringComparison.Ordinal));
            if (own is not null)
                await Client.Tokens.RevokeAsync(own.Id);
        }
        catch (Exception exception) when (exception is HttpRequestException or WarpGradException)
        {
            // It expires by itself; what went wrong with the work itself matters more.
        }
    }

    private static async Task<bool> IsReadyAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.GetAsync("health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    // A line end that came along from a file belongs to neither an address nor a token.
    private static string? Read(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;
}
