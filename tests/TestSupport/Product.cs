using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Tokens;

namespace WarpGrad.TestSupport;

/// <summary>The whole product on a database of its own: Api, an interactive worker, and a worker for training and housekeeping.</summary>
public sealed class Product : IAsyncDisposable
{
    /// <summary>E-mail of the first administrator.</summary>
    public const string Email = "ada@example.org";

    /// <summary>Password of the first administrator.</summary>
    public const string Password = "correct-horse-battery";

    /// <summary>Slug of the first team.</summary>
    public const string Team = "first-team";

    /// <summary>Seconds after which a silent worker's run is taken over; short, so that tests need not wait long.</summary>
    public const int LeaseTimeoutSeconds = 4;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private readonly bool _unattended;
    private readonly List<ProductProcess> _others = [];
    private readonly IReadOnlyDictionary<string, string> _settings;

    private Product(TestDatabase database, int port, bool unattended, int signInsPerMinute, IReadOnlyDictionary<string, string> settings)
    {
        (Database, _unattended, SignInsPerMinute, _settings) = (database, unattended, signInsPerMinute, settings);
        Address = new Uri($"http://localhost:{port}/");
    }

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; }

    /// <summary>Its address.</summary>
    public Uri Address { get; }

    /// <summary>Attempts to sign in, or the like, that one address has.</summary>
    public int SignInsPerMinute { get; }

    /// <summary>Its Api.</summary>
    public ProductProcess Api { get; private set; } = null!;

    /// <summary>Its worker for adaptations.</summary>
    public ProductProcess InteractiveWorker { get; private set; } = null!;

    /// <summary>Its worker for training and housekeeping.</summary>
    public ProductProcess TrainingWorker { get; private set; } = null!;

    /// <summary>An admin-scope token of the administrator; empty when the first visit is still to come.</summary>
    public string Token { get; private set; } = "";

    /// <summary>A client that signs its calls with <see cref="Token"/>.</summary>
    public WarpGradClient Client { get; private set; } = null!;

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="unattended">Whether the first account is made from the environment, or left to the first visitor.</param>
    /// <param name="workers">Whether workers are started; without them the Api answers alone, and what it queues stays queued.</param>
    /// <param name="signInsPerMinute">Attempts to sign in, or the like, that one address has; many, because all tests have one address.</param>
    /// <param name="database">A migrated database to take over; a new one when null.</param>
    /// <param name="settings">Further settings of all its processes, by the names of environment variables.</param>
    public static async Task<Product> StartAsync(
        bool unattended = true, bool workers = true, int signInsPerMinute = 100_000, TestDatabase? database = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var product = new Product(
            database ?? await TestDatabase.CreateAsync(), FreePort(), unattended, signInsPerMinute, settings ?? new Dictionary<string, string>());
        product.StartApi();
        if (workers)
        {
            product.StartInteractiveWorker();
            product.StartTrainingWorker();
        }

        await product.WaitUntilReadyAsync();
        if (unattended)
        {
            product.Token = await product.IssueTokenAsync();
            product.Client = WarpGradClient.WithToken(product.Address, product.Token);
        }

        return product;
    }

    /// <summary>Starts the Api, also again after it was killed.</summary>
    public void StartApi()
    {
        var environment = Environment();
        environment["ASPNETCORE_URLS"] = Address.ToString();
        environment["Limits__SignInsPerMinute"] = SignInsPerMinute.ToString(System.Globalization.CultureInfo.InvariantCulture);
        environment["Sessions__CheckSeconds"] = "1";
        environment["Web__Root"] = Path.Combine(TestEnvironment.App, "web");
        if (_unattended)
            (environment["WARPGRAD_ADMIN_EMAIL"], environment["WARPGRAD_ADMIN_PASSWORD"]) = (Email, Password);
        Api = new ProductProcess("api", "WarpGrad.Api.dll", environment);
    }

    /// <summary>Starts the worker for adaptations, also again after it was killed.</summary>
    public void StartInteractiveWorker() => InteractiveWorker = StartWorker(QueueNames.Interactive);

    /// <summary>Starts the worker for training and housekeeping, also again after it was killed.</summary>
    public void StartTrainingWorker() => TrainingWorker = StartWorker($"{QueueNames.Training},{QueueNames.Housekeeping}");

    /// <summary>Waits until the Api answers that it is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        await Eventually.TrueAsync(async () =>
        {
            if (Api.HasExited)
                throw new InvalidOperationException($"The Api ended:\n{Api.Output}");
            try
            {
                return (await http.GetAsync("health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, LongestStart, "the Api is ready");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { Api, InteractiveWorker, TrainingWorker }.OfType<ProductProcess>().Concat(_others))
            await process.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Ends the workers that tests started, forgets all runs and workers, and starts the Api if it has ended: for tests that share a product.</summary>
    public async Task StartOverAsync()
    {
        foreach (var process in new[] { InteractiveWorker, TrainingWorker }.OfType<ProductProcess>().Concat(_others))
            await process.DisposeAsync();
        _others.Clear();
        await Database.ExecuteAsync("TRUNCATE workers, runs CASCADE");
        if (Api.HasExited)
            StartApi();
        await WaitUntilReadyAsync();
    }

    /// <summary>Starts one more worker for training and housekeeping.</summary>
    /// <param name="settings">Settings that differ from those of the others.</param>
    /// <param name="addressSpace">Addresses it may use, in KiB; null for all.</param>
    public ProductProcess StartAnotherWorker(IReadOnlyDictionary<string, string>? settings = null, long? addressSpace = null)
    {
        var worker = StartWorker($"{QueueNames.Training},{QueueNames.Housekeeping}", settings, addressSpace);
        _others.Add(worker);
        return worker;
    }

    private Dictionary<string, string> Environment()
    {
        var environment = Database.Environment();
        foreach (var (name, value) in _settings)
            environment[name] = value;
        return environment;
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="queues">Queues that it serves.</param>
    /// <param name="settings">Settings that differ from those of the others.</param>
    /// <param name="addressSpace">Addresses it may use, in KiB; null for all.</param>
    public ProductProcess StartWorker(string queues, IReadOnlyDictionary<string, string>? settings = null, long? addressSpace = null)
    {
        var environment = Environment();
        environment["Worker__Queues"] = queues;
        environment.TryAdd("Worker__AdaptationSweepSeconds", "1");
        environment["Worker__LeaseTimeoutSeconds"] = LeaseTimeoutSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            environment[name] = value;
        return new ProductProcess("jobs", "WarpGrad.Jobs.dll", addressSpace, environment);
    }

    private async Task<string> IssueTokenAsync()
    {
        using var browser = new HttpClient { BaseAddress = Address };
        browser.DefaultRequestHeaders.Add("X-WarpGrad-Client", "tests");
        using var signedIn = await browser.PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(Email, Password));
        signedIn.EnsureSuccessStatusCode();
        using var made = await browser.PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("tests", TokenScope.Admin));
        return (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<CreatedToken>())!.Secret;
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
