using Microsoft.Playwright;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>What a newcomer without data can do: practice glyphs, and the families that need no dataset, from the form to an answer.</summary>
[Collection(SiteCollection.Name)]
public sealed class FamilyTests(Site site)
{
    [Fact]
    public async Task Practice_glyphs_become_a_dataset()
    {
        await using var visit = await site.VisitAsync();
        await visit.GoAsync("datasets");
        await visit.Field("dataset-glyphs").ClickAsync();
        var row = visit.Dataset("Practice glyphs");
        await Visit.ShowsAsync(row.GetByTestId("dataset-state"), "Ready");

        await row.GetByRole(AriaRole.Link, new() { Name = "Practice glyphs" }).ClickAsync();
        await visit.Field("class-item").First.WaitForAsync();
        await visit.ShootAsync("glyphs");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_curve_is_fitted_to_points_that_were_clicked()
    {
        await using var visit = await site.VisitAsync();
        await visit.TrainAsync(
            "sinusoids", "sinusoid", "Tiny waves",
            [("outerLoop.metaSteps", "20"), ("learner.filters", "8"), ("evaluation.interval", "5"), ("evaluation.tasks", "4"), ("evaluation.finalTasks", "10")]);
        await visit.DrawsAsync("chart-error");
        await Assertions.Expect(visit.Field("run-picture").Locator("path.line.strong")).ToBeVisibleAsync();
        await visit.ShootAsync("sinusoid-run");

        await visit.Field("run-model").ClickAsync();
        foreach (var (x, y) in new[] { (0.3, 0.3), (0.5, 0.5), (0.7, 0.6) })
            await Visit.ClickAtAsync(visit.Field("plot-click"), x, y);
        await Visit.CountsAsync(visit.Field("curve-point"), 3);
        await visit.Field("curve-example").ClickAsync();
        await Visit.CountsAsync(visit.Field("curve-point"), 13);
        await visit.Field("curve-asked").FillAsync("0.5 2");
        await visit.Field("tryit-predict").ClickAsync();
        await Visit.CountsAsync(visit.Field("tryit-values").Locator("dt"), 2);
        var answer = visit.Field("tryit-answer");
        await Assertions.Expect(answer.Locator("path.line.strong")).ToBeVisibleAsync();
        await Visit.CountsAsync(answer.Locator("svg[role=img] circle.point"), 13);
        await visit.ShootAsync("sinusoid-answer");

        await visit.TurnToAsync("models");
        await Visit.ShowsAsync(visit.Field("model-row").Filter(new() { HasText = "Tiny waves" }).GetByTestId("model-family"), "Sine curves");
        visit.AssertClean();
    }

    [Fact]
    public async Task Both_descents_go_from_the_start_that_was_clicked()
    {
        await using var visit = await site.VisitAsync();
        await visit.TrainAsync(
            "surfaces", "surfaces", "Tiny hills",
            [("outerLoop.metaSteps", "4"), ("task.surface.starts", "3"), ("innerLoop.steps", "10"), ("evaluation.interval", "1"), ("evaluation.tasks", "2"), ("evaluation.finalTasks", "5")]);
        await visit.DrawsAsync("chart-wins");
        await DescentsAsync(visit.Field("run-picture"));
        await visit.ShootAsync("surfaces-run");

        await visit.Field("run-model").ClickAsync();
        await Visit.ClickAtAsync(visit.Field("surface-click"), 0.25, 0.25);
        await Assertions.Expect(visit.Field("slider-start x₁")).ToHaveValueAsync("-1.5");
        await DescentsAsync(visit.Field("tryit-answer"));
        await Visit.ClickAtAsync(visit.Field("tryit-answer").GetByTestId("surface-click"), 0.75, 0.5);
        await Assertions.Expect(visit.Field("slider-start x₁")).ToHaveValueAsync("1.5");
        await DescentsAsync(visit.Field("tryit-answer"));
        await visit.ShootAsync("surfaces-answer");

        await visit.Field("tab-inspector").ClickAsync();
        await Visit.CountsAsync(visit.Field("inspector-warp"), 1);
        await visit.Field("surface-click").WaitForAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task An_agent_shows_its_path_through_a_maze()
    {
        await using var visit = await site.VisitAsync();
        await visit.TrainAsync(
            "maze", "maze-quick", "Tiny maze",
            [
                ("task.maze.size", "5"), ("task.maze.episodes", "2"), ("task.maze.moves", "8"), ("learner.filters", "4"), ("innerLoop.steps", "2"),
                ("outerLoop.metaSteps", "2"), ("evaluation.interval", "1"), ("evaluation.tasks", "1"), ("evaluation.finalTasks", "2"),
            ]);
        await visit.DrawsAsync("chart-reward");
        await PathAsync(visit.Field("run-picture"));
        await visit.ShootAsync("maze-run");

        await visit.Field("run-model").ClickAsync();
        await visit.Field("maze-board").WaitForAsync();
        await visit.Field("tryit-predict").ClickAsync();
        await PathAsync(visit.Field("tryit-answer"));
        await visit.ShootAsync("maze-answer");
        visit.AssertClean();
    }

    /// <summary>Plain descent lies on the surface, warped descent there and in the warped space.</summary>
    private static async Task DescentsAsync(ILocator shown)
    {
        await Visit.CountsAsync(shown.Locator("path.way.plain"), 1);
        await Visit.CountsAsync(shown.Locator("path.way.warped"), 2);
    }

    private static async Task PathAsync(ILocator shown)
    {
        await Assertions.Expect(shown.Locator("circle.agent")).ToBeVisibleAsync();
        Assert.True(await shown.Locator("path.trail").CountAsync() > 1, "The agent has no path.");
    }
}
