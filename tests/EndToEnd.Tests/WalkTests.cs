using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>The whole line as a newcomer walks it, in a real browser.</summary>
public sealed class WalkTests : IAsyncLifetime
{
    private const float Patience = 180_000;
    private Product _product = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private IPage _page = null!;
    private readonly List<string> _errors = [];
    private readonly List<string> _foreign = [];

    public async Task InitializeAsync()
    {
        _product = await Product.StartAsync(unattended: false);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = TestEnvironment.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        _page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        _page.SetDefaultTimeout(Patience);
        _page.PageError += (_, error) => _errors.Add(error);
        _page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } address && address.Host != _product.Address.Host)
                _foreign.Add(request.Url);
        };
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task From_the_first_visit_to_a_prediction()
    {
        await SetUpAsync();
        await UploadAsync();
        await TrainAsync();
        await PredictAsync();

        Assert.Empty(_errors);
        Assert.Empty(_foreign);
    }

    private async Task SetUpAsync()
    {
        await _page.GotoAsync(_product.Address.ToString());
        await Field("setup-email").FillAsync(Product.Email);
        await Field("setup-password").FillAsync(Product.Password);
        await Field("setup-team").FillAsync("Letters");
        await Field("setup-submit").ClickAsync();
        await Field("user-menu").First.WaitForAsync();
        await ShootAsync("home");
    }

    private async Task UploadAsync()
    {
        await _page.GotoAsync(new Uri(_product.Address, "datasets").ToString());
        await _page.Locator("[data-testid=dataset-open-upload], [data-testid=dataset-file]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (await Field("dataset-open-upload").CountAsync() > 0)
            await Field("dataset-open-upload").First.ClickAsync();
        await Field("dataset-file").SetInputFilesAsync(new FilePayload { Name = "drawings.zip", MimeType = "application/zip", Buffer = TinyImages.Zip() });
        await Field("dataset-name").FillAsync("Drawings");
        await Field("dataset-upload").ClickAsync();
        await Assertions.Expect(Field("dataset-state").First).ToHaveTextAsync("Ready", new() { Timeout = Patience, IgnoreCase = true });
        await ShootAsync("dataset");
    }

    private async Task TrainAsync()
    {
        await _page.GotoAsync(new Uri(_product.Address, "runs/new").ToString());
        await Field("run-recipe").SelectOptionAsync("omniglot-5way");
        await Field("run-dataset").SelectOptionAsync(new SelectOptionValue { Label = "Drawings" });
        await Field("run-name").FillAsync("Tiny letters");
        foreach (var (field, value) in new[]
        {
            ("task.ways", "3"), ("task.queries", "2"), ("learner.filters", "4"), ("outerLoop.metaSteps", "40"), ("outerLoop.metaBatch", "2"),
            ("evaluation.interval", "5"), ("evaluation.tasks", "5"), ("evaluation.finalTasks", "10"),
        })
            await Field($"field-{field}").FillAsync(value);
        await Field("run-submit").ClickAsync();
        await Field("chart-accuracy").WaitForAsync();
        await Assertions.Expect(Field("run-state").First).ToHaveTextAsync("Succeeded", new() { Timeout = Patience, IgnoreCase = true });
        await Assertions.Expect(Field("run-result")).ToBeVisibleAsync();
        Assert.True(await PointsAsync() > 3, "The curve did not move.");
        await ShootAsync("run");

        var before = await PointsAsync();
        await _page.ReloadAsync();
        await Field("run-result").WaitForAsync();
        Assert.Equal(before, await PointsAsync());
    }

    private async Task PredictAsync()
    {
        await Field("run-model").ClickAsync();
        await Field("tryit-class").First.WaitForAsync();
        for (var c = 0; c < 2; c++)
        {
            var bin = Field("tryit-class").Nth(c);
            await bin.GetByTestId("tryit-class-name").FillAsync($"letter {c}");
            await bin.GetByTestId("tryit-support-file").SetInputFilesAsync(Png($"support{c}.png", c, 0));
        }

        await Field("tryit-query-file").SetInputFilesAsync([Png("first.png", 0, 1), Png("second.png", 1, 2)]);
        await Field("tryit-predict").ClickAsync();
        await Field("tryit-prediction").Nth(1).WaitForAsync();
        Assert.Equal(2, await Field("tryit-prediction").CountAsync());
        Assert.Contains("letter", await Field("tryit-prediction").First.InnerTextAsync(), StringComparison.Ordinal);
        await ShootAsync("try-it");
    }

    private ILocator Field(string id) => _page.GetByTestId(id);

    private async Task<int> PointsAsync() =>
        int.Parse(await Field("chart-accuracy").GetAttributeAsync("data-points") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    private static FilePayload Png(string name, int character, int drawer) =>
        new() { Name = name, MimeType = "image/png", Buffer = TinyImages.Png(character, drawer) };

    /// <summary>Keeps a picture of the page beside the test results.</summary>
    private Task ShootAsync(string name) => _page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"),
        FullPage = true,
    });
}
