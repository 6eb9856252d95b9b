using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Sharing;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.Teams;

namespace WarpGrad.Web.Tests;

/// <summary>Selects whose choice the server refuses, or that only start something: they show what stands, and stay where the keyboard is.</summary>
public sealed class SelectTests : Page
{
    private readonly Answers _server = new();
    private readonly SelectWatcher _browser;

    public SelectTests()
    {
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);
        _browser = new SelectWatcher(Services);
    }

    [Fact]
    public async Task A_role_that_was_refused_does_not_stay_chosen()
    {
        await SignInAsync();
        await _browser.ShowAsync<MembersPanel>(new()
        {
            [nameof(MembersPanel.Team)] = new TeamSummary("stable", "stable", TeamRole.Owner),
            [nameof(MembersPanel.Members)] = new[] { new TeamMember(Guid.NewGuid(), "bob@example.org", "Bob", TeamRole.Member) },
        });

        Assert.Equal("Member", await _browser.ChooseAsync("member-role", "Owner"));
        Assert.Contains(_server.Asked, asked => asked.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_priority_that_was_refused_does_not_stay_chosen()
    {
        await SignInAsync();
        await _browser.ShowAsync<RunActions>(new() { [nameof(RunActions.Run)] = Guid.NewGuid(), [nameof(RunActions.Team)] = "stable", [nameof(RunActions.State)] = RunState.Queued });

        Assert.Equal("Normal", await _browser.ChooseAsync("run-priority", "High"));
        Assert.Contains(_server.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_others_may_do_and_who_may_find_a_thing_stay_as_they_were_when_a_change_was_refused()
    {
        await SignInAsync();
        var refused = new WarpGradException(new Problem { Status = 403, Title = "No." });
        IReadOnlyList<ShareSummary> shares = [new("meadow", "Meadow", Grant.Read, DateTimeOffset.UtcNow, "Ada")];
        await _browser.ShowAsync<SharesPanel>(new()
        {
            [nameof(SharesPanel.Owner)] = "stable",
            [nameof(SharesPanel.Grants)] = true,
            [nameof(SharesPanel.Visibility)] = Visibility.Private,
            [nameof(SharesPanel.Choices)] = Enum.GetValues<Visibility>(),
            [nameof(SharesPanel.SetVisibility)] = (Func<Visibility, Task>)(_ => Task.FromException(refused)),
            [nameof(SharesPanel.List)] = () => Task.FromResult(shares),
            [nameof(SharesPanel.Share)] = (Func<string, Grant, Task>)((_, _) => Task.FromException(refused)),
            [nameof(SharesPanel.Unshare)] = (Func<string, Task>)(_ => Task.FromException(refused)),
        });

        Assert.Equal("Read", await _browser.ChooseAsync("share-grant", "Adapt"));
        Assert.Equal("Private", await _browser.ChooseAsync("visibility", "Public"));
    }

    [Fact]
    public async Task Classes_can_be_moved_to_the_same_split_again_and_again()
    {
        var dataset = Things.Dataset("horses");
        _server[$"GET datasets/{dataset.Id}/classes"] = new Page<DatasetClass>([new(0, "", "mane", ClassSplit.Train, 0, 20)], null);
        await _browser.ShowAsync<SplitEditor>(new() { [nameof(SplitEditor.Dataset)] = dataset.Id, [nameof(SplitEditor.Version)] = dataset.Version });

        Assert.Equal("", await _browser.ChooseAsync("split-move-listed", "test"));
        Assert.Equal("", await _browser.ChooseAsync("split-move-listed", "test"));
    }

    private Task SignInAsync() => Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));
}
