using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Home;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests;

/// <summary>What the first page shows and offers.</summary>
public sealed class HomeTests : Page
{
    private readonly Answers _server = new();

    public HomeTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();

    [Fact]
    public async Task A_run_that_was_deleted_goes_from_the_list()
    {
        var (kept, deleted) = (Things.Run("kept"), Things.Run("deleted"));
        _server["GET teams/stable/runs"] = new Page<RunSummary>([kept, deleted], null);
        _server["GET teams/stable/models"] = new Page<ModelSummary>([], null);
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([], null);
        await Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));
        var page = Render<HomePage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=run-row]").Count));

        _server["GET teams/stable/runs"] = new Page<RunSummary>([kept], null);
        await Services.GetRequiredService<TeamChanges>().TellAsync(new TeamChange(TeamChangeKinds.Run, deleted.Id));

        page.WaitForAssertion(() => Assert.Contains("kept", Assert.Single(page.FindAll("[data-testid=run-row]")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_looks_at_another_team_sees_its_things_and_none_of_the_one_before_that_come_late()
    {
        var late = new TaskCompletionSource<object>();
        _server["GET teams/stable/runs"] = late.Task;
        _server["GET teams/meadow/runs"] = new Page<RunSummary>([Things.Run("grazing")], null);
        foreach (var team in new[] { "stable", "meadow" })
        {
            _server[$"GET teams/{team}/models"] = new Page<ModelSummary>([], null);
            _server[$"GET teams/{team}/datasets"] = new Page<DatasetSummary>([], null);
        }

        var session = Services.GetRequiredService<Session>();
        await session.SignedInAsync(Things.Visitor("stable", "meadow"));
        var page = Render<HomePage>();

        await page.InvokeAsync(() => session.ChooseTeamAsync(session.Me!.Teams[1]));
        page.WaitForAssertion(() => Assert.Contains("grazing", page.Find("[data-testid=run-row]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => late.SetResult(new Page<RunSummary>([Things.Run("resting")], null)));

        await Task.Delay(50);
        page.Render();
        Assert.Contains("grazing", page.Find("[data-testid=run-row]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_model_that_is_being_made_in_one_team_does_not_keep_another_from_its_own()
    {
        foreach (var team in new[] { "stable", "meadow" })
        {
            _server[$"GET teams/{team}/runs"] = new Page<RunSummary>([], null);
            _server[$"GET teams/{team}/models"] = new Page<ModelSummary>([], null);
            _server[$"GET teams/{team}/datasets"] = new Page<DatasetSummary>([], null);
        }

        var drawn = Things.Dataset("glyphs") with { State = DatasetState.Importing };
        _server["POST teams/stable/datasets/generated"] = drawn;
        _server[$"GET datasets/{drawn.Id}"] = drawn;
        var session = Services.GetRequiredService<Session>();
        await session.SignedInAsync(Things.Visitor("stable", "meadow"));
        var page = Render<HomePage>();
        page.WaitForElement("[data-testid=start-try]").Click();
        page.WaitForAssertion(() => Assert.True(page.Find("[data-testid=start-try]").HasAttribute("disabled")));

        await page.InvokeAsync(() => session.ChooseTeamAsync(session.Me!.Teams[1]));

        page.WaitForAssertion(() => Assert.False(page.Find("[data-testid=start-try]").HasAttribute("disabled")));
    }

    [Fact]
    public void Every_experiment_of_the_paper_leads_to_a_recipe_that_there_is_and_says_which_data_it_needs()
    {
        var list = Render<PaperRecipes>();
        var experiments = list.FindAll("li");
        Assert.NotEmpty(experiments);
        Assert.All(experiments, experiment =>
        {
            var recipe = Recipes.Find(experiment.QuerySelector("a")!.GetAttribute("href")!.Split('=')[1]);
            Assert.NotNull(recipe);
            Assert.Equal(recipe.Title, experiment.QuerySelector("a")!.TextContent);
            var family = recipe.Spec["task"]?["family"]?.GetValue<string>();
            var needsData = family is null or "fewShotImages" or "multiShotImages";
            Assert.Contains(needsData ? "Needs a dataset" : "Needs no data", experiment.QuerySelector(".muted")!.TextContent, StringComparison.Ordinal);
        });
    }
}
