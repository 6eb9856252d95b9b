using Microsoft.Playwright;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>The running product and a browser in which its first visitor has made an account; shared by all tests of this project.</summary>
public sealed class Site : IAsyncLifetime
{
    private Product _product = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private IBrowserContext _visitor = null!;

    /// <summary>Slug of the first visitor's team.</summary>
    public const string Team = "letters";

    /// <summary>The product.</summary>
    public Product Product => _product;

    /// <summary>The REST API, signed in as the first visitor.</summary>
    public WarpGradClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _product = await Product.StartAsync(unattended: false);
        Assertions.SetDefaultExpectTimeout(Visit.Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = TestEnvironment.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        _visitor = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await SetUpAsync();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _product.DisposeAsync();
    }

    /// <summary>A new page of the browser, signed in.</summary>
    public async Task<Visit> VisitAsync() => new(await _visitor.NewPageAsync(), _product.Address);

    /// <summary>A page of somebody else's browser, who is not signed in.</summary>
    /// <param name="width">Width of the window in pixels.</param>
    public async Task<Visit> StrangerAsync(int width = 1440)
    {
        var stranger = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        return new Visit(await stranger.NewPageAsync(), _product.Address);
    }

    /// <summary>A page that is signed in, in a browser of its own that prefers a look and no motion.</summary>
    public async Task<Visit> VisitAsync(ColorScheme look)
    {
        var browser = await NewAsync(look);
        await browser.AddCookiesAsync((await _visitor.CookiesAsync()).Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
        }));
        return new Visit(await browser.NewPageAsync(), _product.Address);
    }

    /// <summary>A page of somebody else's browser, who prefers a look and no motion.</summary>
    public async Task<Visit> StrangerAsync(ColorScheme look) => new(await (await NewAsync(look)).NewPageAsync(), _product.Address);

    private Task<IBrowserContext> NewAsync(ColorScheme look) => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        ColorScheme = look,
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
    });

    private async Task SetUpAsync()
    {
        await using var visit = await VisitAsync();
        await visit.GoAsync("");
        await visit.Field("setup-email").WaitForAsync();
        Assert.Empty(await visit.FindingsAsync());
        await visit.ShootAsync("setup");
        await visit.Field("setup-email").FillAsync(Product.Email);
        await visit.Field("setup-password").FillAsync(Product.Password);
        await visit.Field("setup-team").FillAsync("Letters");
        await visit.Field("setup-submit").ClickAsync();
        await visit.Field("start-try").WaitForAsync();
        Assert.Empty(await visit.FindingsAsync());
        await visit.ShootAsync("home");
        visit.AssertClean();

        Client = new WarpGradClient(new HttpClient { BaseAddress = _product.Address });
        await Client.Accounts.SignInAsync(new SignInRequest(Product.Email, Product.Password));
    }
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "site";
}
