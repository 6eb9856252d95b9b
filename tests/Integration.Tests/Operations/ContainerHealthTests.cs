using System.Diagnostics;
using System.Globalization;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>The health checks of the containers, run against the processes that the containers would hold.</summary>
[Collection(OperatedCollection.Name)]
public sealed class ContainerHealthTests(OperatedProduct operated) : IAsyncLifetime
{
    private Product Product => operated.Product;

    public Task InitializeAsync() => Product.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_api_is_well_while_it_and_its_database_are()
    {
        var port = Product.Address.Port.ToString(CultureInfo.InvariantCulture);
        Assert.True(await IsWellAsync("api", port));

        await using (await ForeignSchema.NewerAsync(Product.Database))
            Assert.False(await IsWellAsync("api", port));
        Assert.True(await IsWellAsync("api", port));

        await Product.Api.KillAsync();
        Assert.False(await IsWellAsync("api", port));
    }

    [Fact]
    public async Task A_worker_is_well_from_when_the_database_has_heard_it_until_a_minute_after_it_fell_silent()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sign-of-life-{Guid.NewGuid():N}");
        try
        {
            Assert.False(await IsWellAsync("worker", file));
            await using var worker = Product.StartWorker("interactive", new Dictionary<string, string> { ["Worker__SignOfLife"] = file });
            await Eventually.TrueAsync(() => IsWellAsync("worker", file), ProductFixture.Patience, "the worker gives a sign of life");
            await worker.KillAsync();

            var heard = long.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(file, $"{heard - 60}");
            Assert.False(await IsWellAsync("worker", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<bool> IsWellAsync(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "scripts", "healthy.sh");
        using var check = Process.Start(new ProcessStartInfo(script, arguments) { RedirectStandardError = true })!;
        await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();
        Assert.InRange(check.ExitCode, 0, 1);
        return check.ExitCode == 0;
    }
}
