using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>A product of an operator who looks after it: its Api, a token for its health, few attempts to sign in, a trusted proxy, and no worker.</summary>
public sealed class OperatedProduct : IAsyncLifetime
{
    /// <summary>Attempts to sign in that one address has.</summary>
    public const int SignInsPerMinute = 5;

    private const string OperatorToken = "only-for-the-collector-4711";

    public Product Product { get; private set; } = null!;

    public async Task InitializeAsync() => Product = await Product.StartAsync(
        workers: false, signInsPerMinute: SignInsPerMinute, settings: new Dictionary<string, string>
        {
            ["Metrics__Token"] = OperatorToken,
            // Tests are their own proxy.
            ["Proxy__Trusted"] = "127.0.0.0/8, ::1",
        });

    public async Task DisposeAsync() => await Product.DisposeAsync();

    /// <summary>A client of the operator.</summary>
    public HttpClient Operator() => Product.Http(OperatorToken);
}

[CollectionDefinition(Name)]
public sealed class OperatedCollection : ICollectionFixture<OperatedProduct>
{
    public const string Name = "operated";
}
