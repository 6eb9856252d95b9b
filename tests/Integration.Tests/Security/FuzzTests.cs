using WarpGrad.Fuzz;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>A short form of <c>./warpgrad fuzz</c>.</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Odd_requests_by_everybody_are_answered_without_an_error_of_the_server_and_without_a_leak()
    {
        await using var product = await Product.StartAsync(signInsPerMinute: 1_000_000);
        using var output = new StringWriter();

        var findings = await FuzzRun.RunAsync(new FuzzOptions(product.Address, product.Token, Count: 1000, Seed: 2026), output);

        Assert.True(findings.Count == 0, output.ToString());
    }
}
