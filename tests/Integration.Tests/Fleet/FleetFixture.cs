using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Fleet;

/// <summary>A product with its Api and no worker: tests start the fleet they need.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    public Product Product { get; private set; } = null!;

    public async Task InitializeAsync() => Product = await Product.StartAsync(workers: false);

    public async Task DisposeAsync() => await Product.DisposeAsync();
}
