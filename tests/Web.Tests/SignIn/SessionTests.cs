using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.SignIn;

/// <summary>Which team a tab looks at, where another tab may look at another.</summary>
public sealed class SessionTests : Page
{
    private readonly Answers _server = new();
    private readonly Session _session;

    public SessionTests()
    {
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }));
        _session = Services.GetRequiredService<Session>();
        var browser = JSInterop.SetupModule("./js/browser.js");
        browser.Mode = JSRuntimeMode.Loose;
        browser.Setup<string?>("read", "warpgrad.team").SetResult("meadow");
    }

    [Fact]
    public async Task A_tab_begins_with_the_team_that_was_looked_at_last()
    {
        await _session.SignedInAsync(Things.Visitor("stable", "meadow"));
        Assert.Equal("meadow", _session.TeamSlug);
    }

    [Fact]
    public async Task A_tab_stays_with_its_team_whatever_another_tab_has_chosen_meanwhile()
    {
        var me = Things.Visitor("stable", "meadow");
        _server["GET me"] = me;
        await _session.SignedInAsync(me);
        await _session.ChooseTeamAsync(me.Teams[0]);

        await _session.RefreshAsync();

        Assert.Equal("stable", _session.TeamSlug);
    }

    [Fact]
    public async Task Who_has_left_the_team_looks_at_the_remembered_one_and_who_joins_one_looks_at_that()
    {
        await _session.SignedInAsync(Things.Visitor("farm"));
        _server["GET me"] = Things.Visitor("stable", "meadow");
        await _session.RefreshAsync();
        Assert.Equal("meadow", _session.TeamSlug);

        await _session.RefreshAsync("stable");
        Assert.Equal("stable", _session.TeamSlug);
    }
}
