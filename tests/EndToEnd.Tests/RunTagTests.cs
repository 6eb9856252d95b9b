using Microsoft.Playwright;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>Tagging a run on its page, and finding it by its tag.</summary>
[Collection(SiteCollection.Name)]
public sealed class RunTagTests(Site site)
{
    [Fact]
    public async Task A_run_is_tagged_on_its_page_and_the_list_shows_it_alone()
    {
        var run = await site.Client.Runs.CreateAsync(Site.Team, new CreateRunRequest { Name = "To be tagged", Recipe = "sinusoid", Tags = ["waves"] });
        await site.Client.Runs.CancelAsync(run.Id);
        await using var visit = await site.VisitAsync();

        await visit.GoAsync($"runs/{run.Id}");
        await visit.Field("run-edit").ClickAsync();
        await visit.Field("run-tags").FillAsync("Thesis, waves");
        Assert.Empty(await visit.FindingsAsync());
        await visit.Field("run-save").ClickAsync();
        await Assertions.Expect(visit.Field("tag")).ToHaveTextAsync(["thesis", "waves"]);

        await visit.TurnToAsync("runs");
        await visit.Field("run-row").First.WaitForAsync();
        await visit.Field("tag").Filter(new() { HasText = "thesis" }).ClickAsync();
        await visit.Field("runs-tag").WaitForAsync();
        await Visit.CountsAsync(visit.Field("run-row"), 1);
        Assert.Empty(await visit.FindingsAsync());
        await visit.Field("runs-tag").ClickAsync();
        await Visit.CountsAsync(visit.Field("runs-tag"), 0);
        visit.AssertClean();
    }
}
