using System.Net;
using System.Net.Http.Json;
using WarpGrad.Contracts.Accounts;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>A browser's view of the API: cookies, and the header of the page.</summary>
internal static class Browser
{
    /// <summary>A client that keeps cookies.</summary>
    public static HttpClient Open(Product product)
    {
        var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Add("X-WarpGrad-Client", "test");
        return http;
    }

    /// <summary>Tries to sign in.</summary>
    public static Task<HttpResponseMessage> SignInAsync(this HttpClient http, string email, string password) =>
        http.PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(email, password));
}
