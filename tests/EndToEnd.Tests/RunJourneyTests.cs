using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Playwright;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>What a researcher does with runs: stop and go on, find, compare, and take curves along.</summary>
[Collection(SiteCollection.Name)]
public sealed class RunJourneyTests(Site site)
{
    private const string Menu = ".chart-save button";

    [Fact]
    public async Task Runs_are_paused_found_compared_cloned_and_their_curves_taken_along()
    {
        var done = await RunAsync("Journey, short", steps: 30, interval: 1);
        await Eventually.TrueAsync(async () => (await site.Client.Runs.GetAsync(done)).Summary.State == RunState.Succeeded, TimeSpan.FromMinutes(3), "the short run has succeeded");
        var going = await RunAsync("Journey, long", steps: 100_000, interval: 25);
        await using var visit = await site.VisitAsync();

        await visit.GoAsync($"runs/{going}?with={done}");
        await Visit.ShowsAsync(visit.Field("run-state").First, "Running");
        await visit.Field("run-pause").ClickAsync();
        await Visit.ShowsAsync(visit.Field("run-state").First, "Paused");
        await visit.Field("run-resume").ClickAsync();
        await Visit.ShowsAsync(visit.Field("run-state").First, "Running");

        await visit.TurnToAsync("runs");
        await visit.Field("runs-search").FillAsync("Journey,");
        // The list follows once the typing has paused.
        await visit.Field("runs-all").WaitForAsync();
        await Visit.CountsAsync(visit.Field("run-row"), 2);
        await visit.Field("runs-state").SelectOptionAsync("succeeded");
        await Visit.CountsAsync(visit.Field("run-row"), 1);
        await visit.Field("runs-state").SelectOptionAsync("");
        await Visit.CountsAsync(visit.Field("run-row"), 2);
        foreach (var pick in await visit.Field("run-pick").AllAsync())
            await pick.CheckAsync();
        await visit.Field("runs-compare").ClickAsync();

        await Visit.CountsAsync(visit.Field("compare-best").Filter(new() { HasText = "at step" }), 2);
        await Assertions.Expect(visit.Field("compare-sentence")).ToBeVisibleAsync();
        // The one that goes on is drawn further.
        var drawn = await visit.PointsAsync("compare-chart");
        await Assertions.Expect(visit.Field("compare-chart")).Not.ToHaveAttributeAsync("data-points", $"{drawn}");
        await visit.Field("chart-smooth").ClickAsync();
        await Assertions.Expect(visit.Field("chart-smooth")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Field("chart-zoom-in").First.ClickAsync();
        await visit.Field("chart-zoom-reset").First.ClickAsync();
        Assert.Empty(await visit.FindingsAsync());

        await visit.Field("compare-chart").Locator(Menu).ClickAsync();
        var picture = XDocument.Parse(await visit.SavedAsync(() => visit.Field("chart-save-svg").ClickAsync()));
        Assert.Equal(
            ["Journey, long", "Journey, short"],
            picture.Descendants().Where(part => part.Name.LocalName == "text" && part.Value.StartsWith("Journey", StringComparison.Ordinal)).Select(part => part.Value).Order());
        Assert.DoesNotContain("var(", picture.ToString(), StringComparison.Ordinal);
        await visit.Field("compare-chart").Locator(Menu).ClickAsync();
        var table = (await visit.SavedAsync(() => visit.Field("chart-save-csv").ClickAsync())).Split('\n');
        Assert.Contains("\"Journey, short\"", table[0], StringComparison.Ordinal);
        Assert.True(table.Length > 30);

        await visit.TurnToAsync("runs?search=Journey,%20long");
        await Visit.CountsAsync(visit.Field("run-row"), 1);
        await visit.Field("run-pick").CheckAsync();
        await visit.Field("bulk-cancel").ClickAsync();
        await visit.Dialog.Locator(".mud-message-box__yes-button").ClickAsync();
        await Visit.ShowsAsync(visit.Field("run-state").First, "Cancelled");

        await visit.TurnToAsync($"runs/{done}");
        await visit.Field("run-clone-edit").ClickAsync();
        await Assertions.Expect(visit.Field("run-name")).ToHaveValueAsync("Journey, short");
        await visit.Field("run-name").FillAsync("Journey, again");
        await visit.Field("field-outerLoop.metaSteps").FillAsync("5");
        await visit.Field("run-submit").ClickAsync();
        await Assertions.Expect(visit.Field("run-clone-edit")).ToBeVisibleAsync();
        await Visit.ShowsAsync(visit.Field("run-state").First, "Succeeded");
        await visit.ShootAsync("run-cloned");
        visit.AssertClean();
    }

    private async Task<Guid> RunAsync(string name, int steps, int interval) => (await site.Client.Runs.CreateAsync(Site.Team, new CreateRunRequest
    {
        Name = name,
        Recipe = "sinusoid",
        Overrides = JsonNode.Parse($$"""
            {
              "learner": { "filters": 8 }, "outerLoop": { "metaSteps": {{steps}}, "maxMinutes": 0, "metaBatch": 1 },
              "evaluation": { "interval": {{interval}}, "tasks": 4, "finalTasks": 4, "checkpointInterval": 1000 }
            }
            """)!.AsObject(),
    })).Id;
}
