using Microsoft.Playwright;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>Looking for good settings: what a run costs, and a sweep from the form to its picture.</summary>
[Collection(SiteCollection.Name)]
public sealed class SweepTests(Site site)
{
    private static readonly (string, string)[] Tiny =
        [("outerLoop.metaSteps", "6"), ("learner.filters", "8"), ("evaluation.interval", "2"), ("evaluation.tasks", "4"), ("evaluation.finalTasks", "4")];

    [Fact]
    public async Task A_sweep_shows_all_its_trials_in_one_picture()
    {
        await using var visit = await site.VisitAsync();
        await visit.FillAsync("sinusoids", "sinusoid", "Rates", Tiny);
        await visit.Field("sweep-add").ClickAsync();
        await visit.Field("axis-values").FillAsync("much");
        await visit.Field("run-submit").ClickAsync();
        await Assertions.Expect(visit.Field("sweep-form").GetByText("This cannot be read")).ToBeVisibleAsync();
        await visit.Field("axis-values").FillAsync("0.0001 to 0.01 in 4");
        await visit.ShootAsync("sweep-form");
        await visit.Field("run-submit").ClickAsync();

        await Visit.ShowsAsync(visit.Field("sweep-state").First, "Finished");
        await Visit.CountsAsync(visit.Field("sweep-trial"), 4);
        await Visit.CountsAsync(visit.Field("sweep-line"), 4);
        await Assertions.Expect(visit.Field("sweep-best")).ToBeVisibleAsync();
        await visit.Field("sweep-trial").First.HoverAsync();
        await visit.ShootAsync("sweep");

        await visit.TurnToAsync("sweeps");
        await Assertions.Expect(visit.Field("sweep-row").Filter(new() { HasText = "Rates" })).ToContainTextAsync("4 of 4");
        visit.AssertClean();
    }

    [Fact]
    public async Task The_cost_of_a_run_is_told_before_it_is_submitted()
    {
        await using var visit = await site.VisitAsync();
        await visit.FillAsync("sinusoids", "sinusoid", "Not submitted", Tiny);
        await visit.Field("cost-ask").ClickAsync();
        await Assertions.Expect(visit.Field("cost-time")).ToContainTextAsync("about");
        await visit.ShootAsync("run-cost");

        // What was told is of those settings; others are asked about anew.
        await visit.Field("field-learner.filters").FillAsync("16");
        await Assertions.Expect(visit.Field("cost-ask")).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
