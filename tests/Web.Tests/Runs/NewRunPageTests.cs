using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Models;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Runs;

/// <summary>The form of a new run, begun with what there is already.</summary>
public sealed class NewRunPageTests : Page
{
    private static readonly RunSpec Sines = FamilySpec(TaskFamily.Sinusoids);

    private readonly Answers _server = new();

    private Session Session => Services.GetRequiredService<Session>();

    public NewRunPageTests()
    {
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
            .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();
        _server["GET recipes"] = Array.Empty<Recipe>();
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([], null);
        _server["GET datasets/shared"] = new Page<DatasetSummary>([], null);
    }

    [Fact]
    public async Task A_run_is_cloned_with_its_settings_dataset_name_and_tags_all_of_which_may_change()
    {
        var (horses, cows) = (Things.Dataset("horses"), Things.Dataset("cows"));
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([cows, horses], null);
        var run = Things.Run("first try", family: TaskFamily.FewShotImages, dataset: horses.Id);
        var spec = FamilySpec(TaskFamily.FewShotImages);
        _server[$"GET runs/{run.Id}"] = Detail(run, spec with { Seed = 41, Task = spec.Task with { Dataset = horses.Id, Ways = 3 } });
        _server["POST teams/stable/runs"] = Things.Run("second try");

        var page = await ShowAsync(NewRunPage.AddressOfClone(run.Id));
        Assert.Equal("3", page.Find("#field-task\\.ways").GetAttribute("value"));
        Assert.Equal(horses.Id.ToString(), page.Find("#run-dataset").GetAttribute("value"));
        Assert.Equal("grey, fast", page.Find("#run-tags").GetAttribute("value"));
        Assert.Equal("first try", page.Find("#run-name").GetAttribute("value"));
        page.Find("#field-seed").Input("42");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(_server.Sent));
        var sent = _server.Sent[0];
        Assert.Equal("first try", sent["name"]!.GetValue<string>());
        Assert.Equal((42, 3), (sent["spec"]!["seed"]!.GetValue<int>(), sent["spec"]!["task"]!["ways"]!.GetValue<int>()));
        Assert.Equal(horses.Id, sent["spec"]!["task"]!["dataset"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task A_model_is_trained_further_with_other_settings_but_its_own_learner()
    {
        var version = Things.Version(Sines);
        _server["GET models/others/waves"] = new ModelDetail(Things.Model("others", "waves", TaskFamily.Sinusoids), "", [version.Summary], []);
        _server["GET models/others/waves/versions/1"] = version;
        _server["POST teams/stable/runs"] = Things.Run("further");

        var page = await ShowAsync(NewRunPage.AddressOfFork("others", "waves", 1));
        Assert.Contains("waves", page.Find("[data-testid=run-parent]").TextContent, StringComparison.Ordinal);
        page.Find("#field-learner\\.hiddenLayers").Input("7");
        Assert.NotEmpty(page.FindAll("#field-learner\\.hiddenLayers[aria-invalid=true]"));
        page.Find("#field-learner\\.hiddenLayers").Input(Sines.Learner.HiddenLayers.ToString(System.Globalization.CultureInfo.InvariantCulture));
        page.Find("#field-outerLoop\\.metaSteps").Input("77");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(_server.Sent));
        Assert.Equal(version.Summary.Id, _server.Sent[0]["spec"]!["startFrom"]!.GetValue<Guid>());
        Assert.Equal(77, _server.Sent[0]["spec"]!["outerLoop"]!["metaSteps"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_was_begun_from_a_model_can_be_trained_from_scratch_instead()
    {
        _server["GET models/others/waves"] = new ModelDetail(Things.Model("others", "waves", TaskFamily.Sinusoids), "", [], []);
        _server["GET models/others/waves/versions/1"] = Things.Version(Sines);
        _server["POST teams/stable/runs"] = Things.Run("anew");

        var page = await ShowAsync(NewRunPage.AddressOfFork("others", "waves", 1));
        page.Find("[data-testid=run-parent-leave]").Click();
        Assert.Empty(page.FindAll("[data-testid=run-parent]"));
        page.Find("#field-learner\\.hiddenLayers").Input("7");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(_server.Sent));
        Assert.Null(_server.Sent[0]["spec"]!["startFrom"]);
    }

    [Fact]
    public async Task A_model_is_trained_only_on_data_that_the_receiving_team_may_use()
    {
        _server["GET datasets/shared?team=stable"] = new Page<DatasetSummary>([Things.Dataset("for the stable", "farm")], null);
        _server["GET datasets/shared?team=meadow"] = new Page<DatasetSummary>([Things.Dataset("for the meadow", "farm")], null);
        _server["GET teams/meadow/datasets"] = new Page<DatasetSummary>([], null);
        var dialogs = await ForkAsync();

        dialogs.WaitForAssertion(() => Assert.Contains("for the stable", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("for the meadow", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal);
        dialogs.Find("#fork-team").Change("meadow");
        dialogs.WaitForAssertion(() => Assert.Contains("for the meadow", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("for the stable", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refused_is_mended_by_another_dataset_or_by_a_search_that_varies_less()
    {
        var (horses, cows) = (Things.Dataset("horses"), Things.Dataset("cows"));
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([cows, horses], null);
        _server["POST teams/stable/runs"] = Refusal("spec.task.ways");
        _server["POST teams/stable/sweeps"] = Refusal("spec.outerLoop.metaSteps");
        var page = await ShowAsync($"/runs/new?dataset={horses.Id}");

        page.Find("form").Submit();
        page.WaitForElement("#field-task\\.ways[aria-invalid=true]");
        page.Find("#run-dataset").Change(cows.Id.ToString());
        Assert.Empty(page.FindAll("#field-task\\.ways[aria-invalid=true]"));

        page.Find("[data-testid=sweep-add]").Click();
        page.Find("[data-testid=axis-values]").Input("0.1, 0.2");
        page.Find("form").Submit();
        page.WaitForElement("#field-outerLoop\\.metaSteps[aria-invalid=true]");
        page.Find("[data-testid=axis-values]").Input("0.1");
        Assert.Empty(page.FindAll("#field-outerLoop\\.metaSteps[aria-invalid=true]"));

        static Problem Refusal(string path) => new() { Status = 400, Errors = new Dictionary<string, string[]> { [path] = ["Too much."] } };
    }

    [Fact]
    public async Task Datasets_of_a_team_that_was_left_again_come_too_late()
    {
        var stable = new TaskCompletionSource<object>();
        _server["GET datasets/shared?team=stable"] = stable.Task;
        _server["GET datasets/shared?team=meadow"] = new Page<DatasetSummary>([Things.Dataset("for the meadow", "farm")], null);
        _server["GET teams/meadow/datasets"] = new Page<DatasetSummary>([], null);
        var dialogs = await ForkAsync();

        dialogs.WaitForElement("#fork-team").Change("meadow");
        dialogs.WaitForAssertion(() => Assert.Contains("for the meadow", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal));
        stable.SetResult(new Page<DatasetSummary>([Things.Dataset("for the stable", "farm")], null));
        await dialogs.InvokeAsync(() => { });

        dialogs.WaitForAssertion(() => Assert.Contains("for the meadow", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("for the stable", dialogs.Find("#fork-dataset").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Datasets_of_two_teams_are_not_mixed_where_the_team_is_switched_while_the_form_loads()
    {
        var stable = new TaskCompletionSource<object>();
        _server["GET teams/stable/datasets"] = stable.Task;
        _server["GET teams/meadow/datasets"] = new Page<DatasetSummary>([Things.Dataset("for the meadow", "meadow")], null);
        await SignInAsync();
        var page = Render<NewRunPage>();

        await page.InvokeAsync(() => Session.ChooseTeamAsync(Session.Me!.Teams[1]));
        page.WaitForAssertion(() => Assert.Contains("for the meadow", page.Find("#run-dataset").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => stable.SetResult(new Page<DatasetSummary>([Things.Dataset("for the stable")], null)));

        await Task.Delay(50);
        page.Render();
        Assert.Contains("for the meadow", page.Find("#run-dataset").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("for the stable", page.Find("#run-dataset").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_that_another_team_may_not_use_is_chosen_anew_once_that_team_is_looked_at()
    {
        var (horses, cows) = (Things.Dataset("horses"), Things.Dataset("cows", "meadow"));
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([horses], null);
        _server["GET teams/meadow/datasets"] = new Page<DatasetSummary>([cows], null);
        _server["POST teams/meadow/runs"] = Things.Run("of the meadow");
        var page = await ShowAsync("/runs/new");
        Assert.Equal(horses.Id.ToString(), page.Find("#run-dataset").GetAttribute("value"));

        await page.InvokeAsync(() => Session.ChooseTeamAsync(Session.Me!.Teams[1]));
        page.WaitForAssertion(() => Assert.Contains("cows", page.Find("#run-dataset").TextContent, StringComparison.Ordinal));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(_server.Sent));
        Assert.Equal(cows.Id, _server.Sent[0]["spec"]!["task"]!["dataset"]!.GetValue<Guid>());
    }

    private async Task<IRenderedComponent<MudBlazor.MudDialogProvider>> ForkAsync()
    {
        await SignInAsync();
        var dialogs = Render<MudBlazor.MudDialogProvider>();
        var parameters = new MudBlazor.DialogParameters<ForkDialog>
        {
            { dialog => dialog.Model, new ModelDetail(Things.Model("farm", "hooves", TaskFamily.FewShotImages), "", [], []) },
            { dialog => dialog.Version, Things.Version(FamilySpec(TaskFamily.FewShotImages)) },
        };
        await dialogs.InvokeAsync(() => Services.GetRequiredService<MudBlazor.IDialogService>().ShowAsync<ForkDialog>("", parameters));
        return dialogs;
    }

    private static RunSpec FamilySpec(TaskFamily family) => SpecJson.TryRead(FamilyBases.Of(family), out _)!;

    private static RunDetail Detail(RunSummary run, RunSpec spec) => new(run, spec, null, "1.0", 5, null);

    private Task SignInAsync() => Session.SignedInAsync(Things.Visitor("stable", "meadow"));

    private async Task<IRenderedComponent<NewRunPage>> ShowAsync(string address)
    {
        await SignInAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<NewRunPage>();
        page.WaitForElement("#run-name");
        return page;
    }
}
