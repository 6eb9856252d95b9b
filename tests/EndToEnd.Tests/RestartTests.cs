using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>A server that goes away under an open page.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class RestartTests(Site site)
{
    [Fact]
    public async Task An_open_run_outlives_a_restart_of_the_server_and_catches_up_with_what_it_missed()
    {
        var run = await site.Client.Runs.CreateAsync(Site.Team, new CreateRunRequest
        {
            Name = "Waves through a restart",
            Recipe = "sinusoid",
            Overrides = JsonNode.Parse("""
                { "learner": { "filters": 8 }, "outerLoop": { "metaSteps": 1000000, "maxMinutes": 2 }, "evaluation": { "interval": 20, "tasks": 2, "finalTasks": 2 } }
                """)!.AsObject(),
        });
        await using var visit = await site.VisitAsync();
        await visit.GoAsync($"runs/{run.Id}");
        var chart = visit.Field("chart-error");
        await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", SomePoints());

        await site.Product.Api.KillAsync();
        await visit.Field("connection-notice").WaitForAsync();
        var before = await chart.GetAttributeAsync("data-points");
        await visit.ShootAsync("restart");
        site.Product.StartApi();
        await site.Product.WaitUntilReadyAsync();

        await Visit.CountsAsync(visit.Field("connection-notice"), 0);
        await Assertions.Expect(chart).Not.ToHaveAttributeAsync("data-points", before!);
        await site.Client.Runs.CancelAsync(run.Id);
        await Visit.ShowsAsync(visit.Field("run-state").First, "Cancelled");
        var after = await chart.GetAttributeAsync("data-points");
        await visit.ReloadAsync();
        await Assertions.Expect(visit.Field("chart-error")).ToHaveAttributeAsync("data-points", after!);
        visit.AssertClean();
    }

    [GeneratedRegex("^[1-9]")]
    private static partial Regex SomePoints();
}
