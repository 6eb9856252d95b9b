using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>The product with a collector beside it, structured logs and a token for whoever reads figures.</summary>
public sealed class ObservedProduct : IAsyncLifetime
{
    /// <summary>Token of the program that reads figures.</summary>
    public const string OperatorToken = "only-for-the-collector-4711";

    public Collector Collector { get; } = new();

    public Product Product { get; private set; } = null!;

    public async Task InitializeAsync() => Product = await Product.StartAsync(settings: new Dictionary<string, string>(Collector.Settings)
    {
        ["Logging__Console__FormatterName"] = "json",
        ["Metrics__Token"] = OperatorToken,
    });

    public async Task DisposeAsync()
    {
        await Product.DisposeAsync();
        await Collector.DisposeAsync();
    }

    /// <summary>A client with a bearer token, or without one.</summary>
    public HttpClient Http(string? token)
    {
        var http = new HttpClient { BaseAddress = Product.Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    /// <summary>All that its processes have logged.</summary>
    public string Logs => Product.Api.Output + Product.InteractiveWorker.Output + Product.TrainingWorker.Output;
}
