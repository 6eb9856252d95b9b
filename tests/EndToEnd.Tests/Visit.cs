using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>One page of the browser, with what went wrong on it.</summary>
public sealed class Visit : IAsyncDisposable
{
    /// <summary>Milliseconds to wait for what must come; generous, because machines are shared.</summary>
    public const float Patience = 180_000;

    private const int MostPresses = 100;

    /// <summary>Pixels from which on the page keeps its drawer open.</summary>
    private const int RoomForDrawer = 960;

    private readonly IPage _page;
    private readonly Uri _address;
    private readonly List<string> _errors = [];
    private readonly List<string> _foreign = [];
    private readonly List<IRequest> _finished = [];
    private ICDPSession? _browser;

    /// <summary>Begins on an empty page.</summary>
    public Visit(IPage page, Uri address)
    {
        (_page, _address) = (page, address);
        _page.SetDefaultTimeout(Patience);
        _page.PageError += (_, error) => _errors.Add(error);
        _page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                _errors.Add(message.Text);
        };
        _page.RequestFinished += (_, request) => _finished.Add(request);
        _page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } asked && asked.Host != address.Host)
                _foreign.Add(request.Url);
        };
    }

    /// <summary>Opens a page of the site.</summary>
    public Task GoAsync(string path) => _page.GotoAsync(new Uri(_address, path).ToString());

    /// <summary>Goes to another page as a link of the site does, without loading the site again.</summary>
    public Task TurnToAsync(string path) => _page.EvaluateAsync("path => Blazor.navigateTo(path)", $"/{path}");

    /// <summary>Waits until a page has been read and shows what it shall.</summary>
    public async Task ReadAsync(Stop stop)
    {
        await _page.Locator(stop.Shows).First.WaitForAsync();
        await CountsAsync(_page.Locator(".boot, .loading"), 0);
    }

    /// <summary>Changes between the light and the dark look as a visitor does, but for the mouse, which would stay over the button.</summary>
    public Task ToggleLookAsync() => Field("theme-toggle").DispatchEventAsync("click");

    /// <summary>Waits until the page has a look: what it is drawn on, its text, and what its style sheets choose by.</summary>
    public Task HasLookAsync(ColorScheme look) => _page.WaitForFunctionAsync(
        """
        look => {
          const lightness = color => color.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
          const style = getComputedStyle(document.body);
          const ground = lightness(style.backgroundColor), text = lightness(style.color);
          return document.documentElement.dataset.theme === look && (look === "dark" ? ground < 0.25 && text > 0.75 : ground > 0.75 && text < 0.25);
        }
        """, look.ToString().ToLowerInvariant());

    /// <summary>Changes the size of the window, in pixels, and waits until the page has followed: a drawer is open where there is room for one.</summary>
    public async Task ResizeAsync(int width, int height)
    {
        await _page.SetViewportSizeAsync(width, height);
        await _page.WaitForFunctionAsync(
            "open => [...document.querySelectorAll('.mud-drawer')].every(drawer => drawer.classList.contains('mud-drawer--open') === open)", width >= RoomForDrawer);
        // What is drawn by its width is told of it in the next frame.
        await _page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }

    /// <summary>Presses and releases a key.</summary>
    public Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    /// <summary>Presses a key, such as Tab, until the focus is where it shall be; fails where the focus cannot be seen on the way.</summary>
    /// <param name="selector">Of the element or of one around it.</param>
    /// <param name="key">The key.</param>
    public async Task WalkToAsync(string selector, string key = "Tab")
    {
        for (var presses = 0; presses < MostPresses; presses++)
        {
            var focus = await FocusAsync(selector);
            if (focus.There)
                return;
            await PressAsync(key);
            focus = await FocusAsync(selector);
            Assert.True(focus.Seen, $"It cannot be seen that this has the focus: {focus.Element}");
        }

        Assert.Fail($"{key} does not lead to {selector}.");
    }

    /// <summary>Where the focus is.</summary>
    /// <param name="selector">Of the element where it shall be, or of one around it.</param>
    public Task<Focus> FocusAsync(string selector) => _page.EvaluateAsync<Focus>(
        """
        selector => {
          const element = document.activeElement, look = getComputedStyle(element);
          return {
            there: !!element.closest(selector),
            seen: element === document.body || (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0),
            element: element.cloneNode().outerHTML,
          };
        }
        """, selector);

    /// <summary>Types a text into whatever has the focus.</summary>
    public Task TypeAsync(string text) => _page.Keyboard.TypeAsync(text);

    /// <summary>Asks the page something in its own language.</summary>
    public Task<T> AskAsync<T>(string script) => _page.EvaluateAsync<T>(script);

    /// <summary>What axe-core finds wrong with the page as it is shown now, a line for each element.</summary>
    /// <param name="rules">The rules to look at; all where none is named.</param>
    public async Task<IReadOnlyList<string>> FindingsAsync(params string[] rules)
    {
        var options = new AxeRunOptions
        {
            RunOnly = rules is [] ? null : RunOnlyOptions.Rules(rules),
            // What is in order need not be told element by element.
            ResultTypes = [ResultType.Violations],
        };
        // The newer way opens a second page for each look, for the sake of frames, which this site has none of: it takes four times as long.
#pragma warning disable CS0618
        var result = await _page.Locator("html").RunAxeLegacy(options);
#pragma warning restore CS0618
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}: {node.Html}"))];
    }

    /// <summary>Loses every request to some addresses, as a network that has gone does.</summary>
    /// <param name="addresses">Pattern of the addresses.</param>
    public Task CutAsync(string addresses) => _page.RouteAsync(addresses, route => route.AbortAsync("internetdisconnected"));

    /// <summary>Loses no request any more.</summary>
    public Task MendAsync() => _page.UnrouteAllAsync();

    /// <summary>Address of the page shown.</summary>
    public Uri Address => new(_page.Url);

    /// <summary>Loads the page again.</summary>
    public Task ReloadAsync() => _page.ReloadAsync();

    /// <summary>What has a test id.</summary>
    public ILocator Field(string id) => _page.GetByTestId(id);

    /// <summary>The dialog that is open.</summary>
    public ILocator Dialog => _page.GetByRole(AriaRole.Dialog);

    /// <summary>The row of a dataset in their list.</summary>
    public ILocator Dataset(string name) => Field("dataset-row").Filter(new() { HasText = name });

    /// <summary>Starts a run through the form and waits, on its page and without loading it again, until it has succeeded.</summary>
    /// <param name="family">Its family, as its card is called.</param>
    /// <param name="recipe">The recipe to start from.</param>
    /// <param name="name">Name of the run.</param>
    /// <param name="settings">What to change of the recipe, by path.</param>
    /// <param name="dataset">Name of its dataset, where it needs one.</param>
    public async Task TrainAsync(string family, string recipe, string name, IEnumerable<(string Path, string Value)> settings, string? dataset = null)
    {
        await FillAsync(family, recipe, name, settings, dataset);
        await Field("run-submit").ClickAsync();
        await ShowsAsync(Field("run-state").First, "Succeeded");
        await Assertions.Expect(Field("run-result")).ToBeVisibleAsync();
    }

    /// <summary>Fills in the form of a new run.</summary>
    public async Task FillAsync(string family, string recipe, string name, IEnumerable<(string Path, string Value)> settings, string? dataset = null)
    {
        await GoAsync("runs/new");
        await Field($"family-{family}").CheckAsync();
        await Field("run-recipe").SelectOptionAsync(recipe);
        if (dataset is not null)
            await Field("run-dataset").SelectOptionAsync(new SelectOptionValue { Label = dataset });
        await Field("run-name").FillAsync(name);
        foreach (var (path, value) in settings)
            await Field($"field-{path}").FillAsync(value);
    }

    /// <summary>Waits until an element has a text.</summary>
    public static Task ShowsAsync(ILocator element, string text) =>
        Assertions.Expect(element).ToHaveTextAsync(text, new() { IgnoreCase = true });

    /// <summary>Waits until there are so many of something.</summary>
    public static Task CountsAsync(ILocator elements, int count) =>
        Assertions.Expect(elements).ToHaveCountAsync(count);

    /// <summary>Clicks somewhere in an element, by shares of its width and height.</summary>
    public static async Task ClickAtAsync(ILocator element, double x, double y)
    {
        var box = await element.BoundingBoxAsync() ?? throw new InvalidOperationException("What is to be clicked is not shown.");
        await element.ClickAsync(new LocatorClickOptions { Position = new Position { X = (float)(box.Width * x), Y = (float)(box.Height * y) } });
    }

    /// <summary>Draws a line in an element with the mouse, through points given by shares of its width and height.</summary>
    public async Task StrokeAsync(ILocator element, params (double X, double Y)[] points)
    {
        await element.ScrollIntoViewIfNeededAsync();
        var box = await element.BoundingBoxAsync() ?? throw new InvalidOperationException("What is to be drawn on is not shown.");
        foreach (var (place, (x, y)) in points.Index())
        {
            await _page.Mouse.MoveAsync((float)(box.X + box.Width * x), (float)(box.Y + box.Height * y), new MouseMoveOptions { Steps = 10 });
            if (place == 0)
                await _page.Mouse.DownAsync();
        }

        await _page.Mouse.UpAsync();
    }

    /// <summary>Waits until a chart has drawn some points: a run may have ended before its page was opened, and its past is read after that.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="least">How many points at least, from 1 to 9.</param>
    public Task DrawsAsync(string chart, int least = 2) =>
        Assertions.Expect(Field(chart)).ToHaveAttributeAsync("data-points", new Regex($"^([{least}-9]|[0-9]{{2,}})$"));

    /// <summary>How many points a chart has drawn.</summary>
    public async Task<int> PointsAsync(string chart) =>
        int.Parse(await Field(chart).GetAttributeAsync("data-points") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>The text of a file that the page hands out when something is done.</summary>
    public async Task<string> SavedAsync(Func<Task> act)
    {
        var file = await _page.RunAndWaitForDownloadAsync(act);
        using var reader = new StreamReader(await file.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Bytes that have come over the wire so far, compressed as they came.</summary>
    public async Task<long> BytesAsync()
    {
        var sizes = await Task.WhenAll(_finished.ToArray().Select(request => request.SizesAsync()));
        return sizes.Sum(size => (long)size.ResponseHeadersSize + size.ResponseBodySize);
    }

    /// <summary>Keeps a picture of the whole page beside the published product, in <c>artifacts/screenshots</c>.</summary>
    public async Task ShootAsync(string name)
    {
        // The bar stays at the top of the window, and so would lie over the middle of the picture.
        await _page.EvaluateAsync("scrollTo(0, 0)");
        // Asked of the browser itself, because Playwright cannot ask for pictures that are packed quickly: packing them well takes it longer than drawing.
        _browser ??= await _page.Context.NewCDPSessionAsync(_page);
        var taken = await _browser.SendAsync(
            "Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = true, ["optimizeForSpeed"] = true });
        var folder = Directory.CreateDirectory(Path.Combine(TestEnvironment.App, "..", "screenshots"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.png"), taken!.Value.GetProperty("data").GetBytesFromBase64());
    }

    /// <summary>Fails when the page has thrown, has tried what its content security policy forbids, or has asked anything of another host.</summary>
    public void AssertClean()
    {
        Assert.Empty(_errors);
        Assert.Empty(_foreign);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _page.CloseAsync();
}
