using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Runs;

/// <summary>The list of runs while they move.</summary>
public sealed class RunsPageTests : Page
{
    private readonly Answers _server = new();

    public RunsPageTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();

    [Fact]
    public async Task A_run_that_is_not_in_the_list_yet_comes_to_its_place_by_age_and_waits_for_its_page_where_that_was_not_read()
    {
        var now = DateTimeOffset.UtcNow;
        RunSummary Aged(string name, int minutes) => Things.Run(name, RunState.Running) with { CreatedAt = now.AddMinutes(-minutes) };
        var (newest, new_, middle, old, oldest) = (Aged("newest", 0), Aged("new", 1), Aged("middle", 2), Aged("old", 3), Aged("oldest", 4));
        _server["GET teams/stable/runs"] = new Page<RunSummary>([new_, old], "more");
        foreach (var run in new[] { newest, middle, oldest })
            _server[$"GET runs/{run.Id}"] = new RunDetail(run, new(), null, "1.0", 0, null);
        await Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));
        Render<MudBlazor.MudPopoverProvider>();
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal(["new", "old"], Listed()));

        foreach (var run in new[] { oldest, middle, newest })
            await page.InvokeAsync(() => Services.GetRequiredService<TeamChanges>().TellAsync(new TeamChange(TeamChangeKinds.Run, run.Id)));

        Assert.Equal(["newest", "new", "middle", "old"], Listed());

        IEnumerable<string> Listed() => page.FindAll("[data-testid=run-row] a").Where(link => link.GetAttribute("href")!.StartsWith("/runs/", StringComparison.Ordinal)).Select(link => link.TextContent);
    }
}
