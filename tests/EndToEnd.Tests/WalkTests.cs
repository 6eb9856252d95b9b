using System.Globalization;
using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>The whole line as a newcomer walks it with images of their own, in a real browser.</summary>
[Collection(SiteCollection.Name)]
public sealed class WalkTests(Site site)
{
    [Fact]
    public async Task From_an_upload_to_a_prediction()
    {
        await using var visit = await site.VisitAsync();
        await UploadAsync(visit);
        await TrainAsync(visit);
        await PredictAsync(visit);

        visit.AssertClean();
    }

    private static async Task UploadAsync(Visit visit)
    {
        await visit.GoAsync("datasets");
        // Only once the list is read is it known whether the form begins open; the glyphs' button comes with it.
        await visit.Field("dataset-glyphs").WaitForAsync();
        if (await visit.Field("dataset-open-upload").CountAsync() > 0)
            await visit.Field("dataset-open-upload").ClickAsync();
        await visit.Field("dataset-file").SetInputFilesAsync(new FilePayload { Name = "drawings.zip", MimeType = "application/zip", Buffer = TinyImages.Zip() });
        await visit.Field("dataset-name").FillAsync("Drawings");
        await visit.CutAsync("**/api/v1/uploads/*");
        await visit.Field("dataset-upload").ClickAsync();
        await visit.Field("dataset-upload-waiting").WaitForAsync();
        await visit.ShootAsync("upload-waits");
        await visit.MendAsync();
        await Visit.ShowsAsync(visit.Dataset("Drawings").GetByTestId("dataset-state"), "Ready");
        await visit.ShootAsync("dataset");
    }

    private static async Task TrainAsync(Visit visit)
    {
        await visit.TrainAsync(
            "fewShotImages", "omniglot-5way", "Tiny letters",
            [
                ("task.ways", "3"), ("task.queries", "2"), ("learner.filters", "4"), ("outerLoop.metaSteps", "20"), ("outerLoop.metaBatch", "2"),
                ("evaluation.interval", "5"), ("evaluation.tasks", "5"), ("evaluation.finalTasks", "10"),
            ],
            "Drawings");
        await visit.DrawsAsync("chart-accuracy", 4);
        var before = await visit.PointsAsync("chart-accuracy");
        await visit.ShootAsync("run");

        await visit.ReloadAsync();
        await visit.Field("run-result").WaitForAsync();
        await Assertions.Expect(visit.Field("chart-accuracy")).ToHaveAttributeAsync("data-points", before.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task PredictAsync(Visit visit)
    {
        await visit.Field("run-model").ClickAsync();
        await visit.Field("tryit-class").First.WaitForAsync();
        for (var c = 0; c < 2; c++)
        {
            var bin = visit.Field("tryit-class").Nth(c);
            await bin.GetByTestId("tryit-class-name").FillAsync($"letter {c}");
            await bin.GetByTestId("tryit-support-file").SetInputFilesAsync(Png($"support{c}.png", c, 0));
        }

        await visit.Field("tryit-query-file").SetInputFilesAsync([Png("first.png", 0, 1), Png("second.png", 1, 2)]);
        await Visit.CountsAsync(Queries(visit), 2);
        await visit.Field("tryit-predict").ClickAsync();
        await visit.Field("tryit-prediction").Nth(1).WaitForAsync();
        Assert.Equal(2, await visit.Field("tryit-prediction").CountAsync());
        Assert.Contains("letter", await visit.Field("tryit-prediction").First.InnerTextAsync(), StringComparison.Ordinal);
        await StepThroughAsync(visit);
        await KeepAsync(visit);
        await visit.ShootAsync("try-it");
        var model = visit.Address.AbsolutePath;
        await WatchAsync(visit);
        await FindAsync(visit);
        await visit.GoAsync(model);
        await visit.Field("tab-inspector").ClickAsync();
        await visit.Field("inspector-warp").First.WaitForAsync();
        await visit.Field("inspector-layer").First.WaitForAsync();
        await visit.DrawsAsync("inspector-spectrum");
        await visit.ShootAsync("inspector");
    }

    /// <summary>Goes back to the beginning of adaptation, and looks at it without warps.</summary>
    private static async Task StepThroughAsync(Visit visit)
    {
        await visit.Field("picture-slider").FillAsync("0");
        await Assertions.Expect(visit.Field("tryit-step-loss")).ToContainTextAsync("Before adaptation");
        await visit.Field("tryit-without-warp").CheckAsync();
        await visit.Field("tryit-warp-note").WaitForAsync();
        await Assertions.Expect(visit.Field("model-call")).ToContainTextAsync("warp=false");
        await visit.ShootAsync("without-warps");
        await visit.Field("tryit-with-warp").CheckAsync();
        await Visit.CountsAsync(visit.Field("tryit-warp-note"), 0);
    }

    /// <summary>Adapts for as long as can be seen.</summary>
    private static async Task WatchAsync(Visit visit)
    {
        await visit.Field("tryit-steps").FillAsync("400");
        await visit.Field("tryit-rate").FillAsync("0.001");
        await visit.AskAsync<bool>(
            """
            () => {
              window.told = new Set();
              new MutationObserver(() => {
                const step = document.querySelector("[data-testid=tryit-live-step]");
                if (step) window.told.add(step.textContent);
              }).observe(document.body, { childList: true, subtree: true, characterData: true });
              return true;
            }
            """);
        await visit.Field("tryit-predict").ClickAsync();
        await Assertions.Expect(visit.Field("tryit-step-loss")).ToContainTextAsync("After 400 steps");
        var told = await visit.AskAsync<string[]>("[...window.told]");
        Assert.NotEmpty(told);
        Assert.All(told, step => Assert.Matches("""^Step \d+ of 400: the loss on the examples is [\d.]+\.$""", step));
    }

    /// <summary>Looks for the model that learns the same classes best, and tries it with the same images.</summary>
    private static async Task FindAsync(Visit visit)
    {
        await visit.Field("tryit-find").ClickAsync();
        await Assertions.Expect(visit.Field("tryit-class-name").Nth(1)).ToHaveValueAsync("letter 1");
        await Assertions.Expect(visit.Field("finder-go")).ToBeDisabledAsync();
        for (var c = 0; c < 2; c++)
            await visit.Field("tryit-support-file").Nth(c).SetInputFilesAsync(Png($"another{c}.png", c, 4));
        await visit.Field("finder-go").ClickAsync();
        await visit.Field("finder-row").First.WaitForAsync();
        await visit.ShootAsync("finder");
        await visit.Field("finder-try").First.ClickAsync();
        await Assertions.Expect(visit.Field("tryit-class-name").Nth(1)).ToHaveValueAsync("letter 1");
        Assert.StartsWith("/models/", visit.Address.AbsolutePath, StringComparison.Ordinal);
    }

    private static async Task KeepAsync(Visit visit)
    {
        await visit.Field("tryit-keep").ClickAsync();
        await visit.Field("tryit-kept").WaitForAsync();
        await visit.Field("tryit-query-file").SetInputFilesAsync(Png("third.png", 0, 3));
        await Visit.CountsAsync(Queries(visit), 3);
        await visit.Field("tryit-predict-more").ClickAsync();
        await Visit.CountsAsync(visit.Field("tryit-prediction"), 3);
        await DrawAsync(visit);
        await Visit.CountsAsync(Queries(visit), 4);
        await visit.Field("tryit-predict-more").ClickAsync();
        await Visit.CountsAsync(visit.Field("tryit-prediction"), 4);
    }

    /// <summary>The images to predict that the page has taken; reading or drawing one takes a moment, and what is asked before goes without it.</summary>
    private static ILocator Queries(Visit visit) => visit.Field("tryit-query-file").Locator("../..").Locator(".thumb");

    /// <summary>Draws one more image to predict; an empty sheet is no image.</summary>
    private static async Task DrawAsync(Visit visit)
    {
        await visit.Field("tryit-draw").Last.ClickAsync();
        await visit.Field("draw-take").ClickAsync();
        await visit.StrokeAsync(visit.Field("draw-pad").Locator("canvas"), (0.2, 0.8), (0.5, 0.2), (0.8, 0.8));
        await visit.ShootAsync("drawing");
        await visit.Field("draw-take").ClickAsync();
    }

    private static FilePayload Png(string name, int character, int drawer) =>
        new() { Name = name, MimeType = "image/png", Buffer = TinyImages.Png(character, drawer) };
}
