using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.Models;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.Sweeps;

namespace WarpGrad.Web.Tests.Shared;

/// <summary>A visitor who goes from one thing to another on the same page, as by the browser's history, and answers that come late.</summary>
public sealed class OtherThingTests : Page
{
    private readonly Answers _server = new();

    public OtherThingTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();

    private static RunSpec Spec => SpecJson.TryRead(FamilyBases.Of(TaskFamily.Sinusoids), out _)!;

    [Fact]
    public async Task A_sweep_makes_room_for_another()
    {
        var (first, second) = (Sweep("first"), Sweep("second"));
        await SignInAsync();
        var page = Render<SweepPage>(set => set.Add(p => p.Id, first.Summary.Id));
        page.WaitForAssertion(() => Assert.Equal("first", page.Find("h1").TextContent));

        page.Render(set => set.Add(p => p.Id, second.Summary.Id));

        page.WaitForAssertion(() => Assert.Equal("second", page.Find("h1").TextContent));
    }

    [Fact]
    public async Task A_dataset_makes_room_for_another_also_while_it_is_still_read()
    {
        var (first, second, late) = (Things.Dataset("first"), Things.Dataset("second"), new TaskCompletionSource<object>());
        _server[$"GET datasets/{first.Id}"] = late.Task;
        _server[$"GET datasets/{second.Id}"] = second with { State = DatasetState.Importing, Version = null };
        await SignInAsync();
        var page = Render<DatasetPage>(set => set.Add(p => p.Id, first.Id));

        page.Render(set => set.Add(p => p.Id, second.Id));
        page.WaitForAssertion(() => Assert.Equal("second", page.Find("h1").TextContent));
        await page.InvokeAsync(() => late.SetResult(first with { State = DatasetState.Importing, Version = null }));

        await Task.Delay(50);
        Assert.Equal("second", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task A_model_that_is_still_read_makes_room_for_another()
    {
        var (first, second, late) = (Model("first"), Model("second"), new TaskCompletionSource<object>());
        _server["GET models/farm/first"] = late.Task;
        _server["GET models/farm/second"] = second;
        await SignInAsync();
        var page = Render<ModelPage>(set => set.Add(p => p.TeamSlug, "farm").Add(p => p.Slug, "first"));

        page.Render(set => set.Add(p => p.Slug, "second"));
        page.WaitForAssertion(() => Assert.Equal("second", page.Find("h1").TextContent));
        await page.InvokeAsync(() => late.SetResult(first));

        await Task.Delay(50);
        Assert.Equal("second", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task A_run_that_is_still_read_makes_room_for_another()
    {
        var (first, second, late) = (Run("first"), Run("second"), new TaskCompletionSource<object>());
        _server[$"GET runs/{first.Summary.Id}"] = late.Task;
        await SignInAsync();
        Render<MudBlazor.MudPopoverProvider>();
        var page = Render<RunPage>(set => set.Add(p => p.Id, first.Summary.Id));

        page.Render(set => set.Add(p => p.Id, second.Summary.Id));
        page.WaitForAssertion(() => Assert.Equal("second", page.Find("h1").TextContent));
        await page.InvokeAsync(() => late.SetResult(first));

        await Task.Delay(50);
        Assert.Equal("second", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task A_run_that_is_still_read_when_the_visitor_leaves_breaks_nothing()
    {
        var (run, late) = (Run("late"), new TaskCompletionSource<object>());
        _server[$"GET runs/{run.Summary.Id}"] = late.Task;
        await SignInAsync();
        Render<MudBlazor.MudPopoverProvider>();
        Render<RunPage>(set => set.Add(p => p.Id, run.Summary.Id));

        await DisposeComponentsAsync();
        late.SetResult(run);

        await Task.Delay(50);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task A_change_that_a_page_hears_of_while_the_visitor_leaves_it_breaks_nothing()
    {
        var sweep = Sweep("left");
        await SignInAsync();
        var changes = Services.GetRequiredService<TeamChanges>();
        // Listeners are told one after the other: the first takes as long as the visitor needs to leave.
        var leaving = new TaskCompletionSource();
        changes.Happened += _ => leaving.Task;
        var page = Render<SweepPage>(set => set.Add(p => p.Id, sweep.Summary.Id));
        page.WaitForAssertion(() => Assert.Equal("left", page.Find("h1").TextContent));

        var telling = changes.TellAsync(new TeamChange(TeamChangeKinds.Connected, Guid.Empty));
        await DisposeComponentsAsync();
        leaving.SetResult();
        await telling;

        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    private Task SignInAsync() => Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));

    private SweepDetail Sweep(string name)
    {
        var sweep = new SweepDetail(
            new SweepSummary(Guid.NewGuid(), "stable", name, SweepState.Running, SweepSearch.Grid, TaskFamily.Sinusoids, 0, 0, Measure.Error, null, DateTimeOffset.UtcNow, null, "Ada"), Spec, [], [10], 1, []);
        _server[$"GET sweeps/{sweep.Summary.Id}"] = sweep;
        return sweep;
    }

    private RunDetail Run(string name)
    {
        var run = Things.Run(name);
        var detail = new RunDetail(run, Spec, null, "1.0", 0, null);
        _server[$"GET runs/{run.Id}"] = detail;
        _server[$"GET runs/{run.Id}/events"] = Array.Empty<RunEvent>();
        _server[$"GET runs/{run.Id}/metrics"] = Array.Empty<MetricSeries>();
        _server[$"GET runs/{run.Id}/checkpoints"] = Array.Empty<CheckpointSummary>();
        return detail;
    }

    // One that may only be found: the page reads nothing else of it.
    private static ModelDetail Model(string name) => new(Things.Model("farm", name, TaskFamily.Sinusoids) with { Access = ModelAccessLevel.Find }, "", [], []);
}
