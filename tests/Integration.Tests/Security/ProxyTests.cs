using System.Net;
using System.Net.Http.Json;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.Integration.Tests.Operations;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>What a proxy in front says of a caller, where it is trusted.</summary>
[Collection(OperatedCollection.Name)]
public sealed class ProxyTests(OperatedProduct operated)
{
    [Fact]
    public async Task A_trusted_proxy_tells_the_callers_scheme_and_address()
    {
        // The caller made up the first address: the proxy only adds the one that it saw.
        using var http = Behind("198.51.100.66, 203.0.113.7");

        var answer = await http.SignInAsync(Product.Email, Product.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("; secure", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        using var administrator = operated.Product.Http();
        var entries = (await administrator.GetFromJsonAsync<Page<AuditEntrySummary>>("api/v1/admin/audit"))!.Items;
        Assert.Contains(entries, entry => entry is { Action: AuditActions.AccountSignIn, Address: "203.0.113.7" });
        Assert.DoesNotContain(entries, entry => entry.Address == "198.51.100.66");
    }

    [Fact]
    public async Task Each_caller_behind_it_has_attempts_of_their_own()
    {
        using var guesser = Behind("203.0.113.8");
        for (var attempt = 0; attempt < OperatedProduct.SignInsPerMinute; attempt++)
            await guesser.SignInAsync($"nobody-{attempt}@example.org", "wrong-password");
        using var other = Behind("203.0.113.9");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.SignInAsync(Product.Email, Product.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.SignInAsync(Product.Email, Product.Password)).StatusCode);
    }

    private HttpClient Behind(string forwardedFor)
    {
        var http = new HttpClient { BaseAddress = operated.Product.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return http;
    }
}
