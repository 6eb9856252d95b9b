using System.Net;
using WarpGrad.Integration.Tests.Operations;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>How often one address may try.</summary>
[Collection(OperatedCollection.Name)]
public sealed class RateLimitTests(OperatedProduct operated)
{
    [Fact]
    public async Task One_address_is_told_to_wait_after_its_attempts_of_a_minute()
    {
        // Attempts are counted from its start.
        await operated.Product.Api.KillAsync();
        await operated.Product.StartOverAsync();
        using var http = new HttpClient { BaseAddress = operated.Product.Address };
        for (var attempt = 0; attempt < OperatedProduct.SignInsPerMinute; attempt++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.SignInAsync($"nobody-{attempt}@example.org", "wrong-password")).StatusCode);

        var refused = await http.SignInAsync(Product.Email, Product.Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/v1/setup")).StatusCode);
    }
}
