using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.FirstLoad;

/// <summary>
/// The first visit to the page in a browser that has nothing of it, and the second, which has its files: bytes over the wire, and the
/// time until the first field has taken what was typed into it.
/// </summary>
internal static class PageBenchmark
{
    /// <summary>Runs it; 0 when the first visit moved at most five megabytes.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var visits = 7;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": visits = 2; break;
                case "--visits" when i + 1 < args.Length: visits = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                default:
                    await Console.Error.WriteLineAsync("usage: bench page [--quick] [--visits 7]");
                    return 2;
            }
        }

        await using var product = await Product.StartAsync(workers: false);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = TestEnvironment.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        // The server's first answers are slower than any later one; they are no visitor's.
        await VisitAsync(browser, product.Address);
        List<Load> first = [], second = [];
        for (var i = 0; i < visits; i++)
        {
            var (cold, warm) = await VisitAsync(browser, product.Address);
            first.Add(cold);
            second.Add(warm);
            await Console.Error.WriteLineAsync($"{cold.Bytes:N0} bytes in {cold.Requests} requests, ready after {cold.Milliseconds:F0} ms; again {warm.Bytes:N0} bytes, {warm.Milliseconds:F0} ms");
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new { Schema = "warpgrad-bench-page/1", Machine = Machine.Facts(), First = Load.Median(first), Again = Load.Median(second) }, ServingRow.Json));
        return first.Max(load => load.Bytes) <= 5_000_000 ? 0 : 1;
    }

    private static async Task<(Load First, Load Again)> VisitAsync(IBrowser browser, Uri address)
    {
        // Each context has a cache of its own, empty at first.
        await using var visitor = await browser.NewContextAsync();
        return (await LoadAsync(await visitor.NewPageAsync(), address), await LoadAsync(await visitor.NewPageAsync(), address));
    }

    private static async Task<Load> LoadAsync(IPage page, Uri address)
    {
        long bytes = 0;
        var requests = 0;
        var wire = await page.Context.NewCDPSessionAsync(page);
        await wire.SendAsync("Network.enable");
        wire.Event("Network.loadingFinished").OnEvent += (_, message) =>
        {
            bytes += (long)message!.Value.GetProperty("encodedDataLength").GetDouble();
            requests++;
        };
        var clock = Stopwatch.StartNew();
        await page.GotoAsync(address.ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.GetByTestId("signin-email").FillAsync("somebody@example.org");
        var ready = clock.Elapsed.TotalMilliseconds;
        await page.CloseAsync();
        return new Load(bytes, requests, ready);
    }

    /// <summary>One loading of the page.</summary>
    /// <param name="Bytes">Bytes over the wire, compressed, headers included.</param>
    /// <param name="Requests">Answers.</param>
    /// <param name="Milliseconds">From the address to a field that has taken a text.</param>
    private sealed record Load(long Bytes, int Requests, double Milliseconds)
    {
        /// <summary>The middle of each figure.</summary>
        public static Load Median(IReadOnlyList<Load> loads) => new(
            Middle(loads, load => load.Bytes), Middle(loads, load => load.Requests), Middle(loads, load => load.Milliseconds));

        private static T Middle<T>(IReadOnlyList<Load> loads, Func<Load, T> figure) => loads.Select(figure).Order().ElementAt(loads.Count / 2);
    }
}
