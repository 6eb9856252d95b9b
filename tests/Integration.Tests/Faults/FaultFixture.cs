using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>A product on a server of its own, for tests that break things.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    /// <summary>The server.</summary>
    public OwnCluster Cluster { get; private set; } = null!;

    /// <summary>The product, with its Api and no worker: tests start those they break.</summary>
    public Product Product { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await OwnCluster.StartAsync();
        Product = await Product.StartAsync(
            workers: false, database: await TestDatabase.CreateAsync(server: Cluster.Url),
            settings: new Dictionary<string, string> { ["Queue__ClaimSeconds"] = "5" });
    }

    public async Task DisposeAsync()
    {
        if (Product is not null)
            await Product.DisposeAsync();
        Cluster?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class FaultCollection : ICollectionFixture<FaultFixture>
{
    public const string Name = "faults";
}
