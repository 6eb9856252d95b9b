using System.Net.Http.Headers;
using WarpGrad.Client.Accounts;
using WarpGrad.Client.Adaptations;
using WarpGrad.Client.Administration;
using WarpGrad.Client.Audit;
using WarpGrad.Client.Comparisons;
using WarpGrad.Client.Datasets;
using WarpGrad.Client.Http;
using WarpGrad.Client.Invitations;
using WarpGrad.Client.Models;
using WarpGrad.Client.Progress;
using WarpGrad.Client.Runs;
using WarpGrad.Client.Sharing;
using WarpGrad.Client.Sweeps;
using WarpGrad.Client.Teams;
using WarpGrad.Client.Tokens;

namespace WarpGrad.Client;

/// <summary>
/// Everything the REST API and the progress hub offer, one method per endpoint, grouped by noun.
/// Refusals of the server arrive as <see cref="WarpGradException"/>, broken connections and timeouts as <see cref="HttpRequestException"/>.
/// </summary>
/// <remarks>One instance may be shared by any number of concurrent calls.</remarks>
public sealed class WarpGradClient
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Makes a client over a configured <see cref="HttpClient"/>.</summary>
    /// <param name="http">Its base address is the installation, for example <c>http://localhost:5080/</c>.</param>
    /// <param name="options">How to authenticate; a cookie in <paramref name="http"/> when absent.</param>
    public WarpGradClient(HttpClient http, WarpGradClientOptions? options = null)
    {
        var address = http.BaseAddress ?? throw new ArgumentException("The HTTP client needs the address of the installation as its base address.", nameof(http));
        var settings = options ?? new WarpGradClientOptions();
        var sender = new HttpSender(http, settings);
        var hub = new HubConnector(address, settings);
        Accounts = new AccountsClient(sender);
        Administration = new AdministrationClient(sender);
        Audit = new AuditClient(sender);
        Teams = new TeamsClient(sender);
        Invitations = new InvitationsClient(sender);
        Tokens = new TokensClient(sender);
        Datasets = new DatasetsClient(sender);
        Runs = new RunsClient(sender);
        Sweeps = new SweepsClient(sender);
        Models = new ModelsClient(sender);
        Sharing = new SharingClient(sender);
        Comparisons = new ComparisonsClient(sender);
        Adaptations = new AdaptationsClient(sender);
        RunFeed = new RunFeed(hub, Runs);
        TeamFeed = new TeamFeed(hub, Teams);
    }

    /// <summary>First visit, sign-in and the caller.</summary>
    public AccountsClient Accounts { get; }

    /// <summary>Accounts of the installation, for administrators.</summary>
    public AdministrationClient Administration { get; }

    /// <summary>Who did what.</summary>
    public AuditClient Audit { get; }

    /// <summary>Links into a team.</summary>
    public InvitationsClient Invitations { get; }

    /// <summary>Teams and their members.</summary>
    public TeamsClient Teams { get; }

    /// <summary>The caller's API tokens, and those of teams.</summary>
    public TokensClient Tokens { get; }

    /// <summary>Datasets, their classes and images.</summary>
    public DatasetsClient Datasets { get; }

    /// <summary>Recipes, runs and what they leave behind.</summary>
    public RunsClient Runs { get; }

    /// <summary>Searches over fields of run specs.</summary>
    public SweepsClient Sweeps { get; }

    /// <summary>Models and their versions.</summary>
    public ModelsClient Models { get; }

    /// <summary>Who else may use models and datasets.</summary>
    public SharingClient Sharing { get; }

    /// <summary>Runs and model versions side by side.</summary>
    public ComparisonsClient Comparisons { get; }

    /// <summary>Adapting a model to a handful of images.</summary>
    public AdaptationsClient Adaptations { get; }

    /// <summary>Live events of one run.</summary>
    public RunFeed RunFeed { get; }

    /// <summary>Live changes of a team's runs, datasets and models.</summary>
    public TeamFeed TeamFeed { get; }

    /// <summary>
    /// Makes a client that authenticates with an API token. It asks again where that can do no harm: after 429, and for what may be done
    /// twice after 502, 503, 504 and broken connections, with growing pauses or as long as the server says.
    /// </summary>
    /// <param name="address">Address of the installation.</param>
    /// <param name="token">The token's secret.</param>
    /// <param name="retries">Further attempts at most; 0 for none.</param>
    public static WarpGradClient WithToken(Uri address, string token, int retries = 3)
    {
        // The retrying handler and its connections live as long as the client.
        var http = new HttpClient(new RetryHandler(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, retries, LongestPause)) { BaseAddress = address };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("WarpGrad.Client", typeof(WarpGradClient).Assembly.GetName().Version?.ToString(3)));
        return new WarpGradClient(http, new WarpGradClientOptions { AccessToken = _ => ValueTask.FromResult<string?>(token) });
    }
}
