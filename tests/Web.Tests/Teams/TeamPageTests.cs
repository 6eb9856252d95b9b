using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Sharing;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.Teams;

namespace WarpGrad.Web.Tests.Teams;

/// <summary>The team looked at, while its people come and go.</summary>
public sealed class TeamPageTests : Page
{
    private readonly Answers _server = new();

    public TeamPageTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();

    private Session Session => Services.GetRequiredService<Session>();

    [Fact]
    public async Task Members_of_the_team_before_that_come_late_are_not_shown_as_those_of_the_one_looked_at()
    {
        var late = new TaskCompletionSource<object>();
        _server["GET teams/stable/members"] = late.Task;
        _server["GET teams/meadow/members"] = new[] { Member("Cow") };
        await Session.SignedInAsync(Things.Visitor("stable", "meadow"));
        Render<MudBlazor.MudPopoverProvider>();
        var page = Render<TeamPage>();

        await page.InvokeAsync(() => Session.ChooseTeamAsync(Session.Me!.Teams[1]));
        page.WaitForAssertion(() => Assert.Contains("Cow", page.Find("[data-testid=member-row]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => late.SetResult(new[] { Member("Horse") }));

        await Task.Delay(50);
        page.Render();
        Assert.Contains("Cow", page.Find("[data-testid=member-row]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_is_handed_only_to_who_can_sign_in_and_to_nobody_who_has_left_meanwhile()
    {
        var (bo, cy, closed) = (Member("Bo"), Member("Cy"), Member("Dee") with { IsDeactivated = true });
        await Session.SignedInAsync(Things.Visitor("stable"));
        Render<MudBlazor.MudPopoverProvider>();
        var settings = Render<TeamSettings>(set => set.Add(p => p.Team, Session.Team!).Add(p => p.Members, [bo, cy, closed]));
        Assert.Equal(["", $"{bo.UserId}", $"{cy.UserId}"], settings.FindAll("[data-testid=team-heir] option").Select(option => option.GetAttribute("value")));
        settings.Find("[data-testid=team-heir]").Change($"{bo.UserId}");
        Assert.False(settings.Find("[data-testid=team-transfer]").HasAttribute("disabled"));

        settings.Render(set => set.Add(p => p.Members, [cy, closed]));

        Assert.True(settings.Find("[data-testid=team-transfer]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Requests_that_came_while_the_connection_was_lost_are_shown_once_it_is_back()
    {
        _server["GET teams/stable/access-requests"] = Array.Empty<TeamAccessRequest>();
        _server["GET teams/stable/access-requests/sent"] = Array.Empty<TeamAccessRequest>();
        await Session.SignedInAsync(Things.Visitor("stable"));
        var panel = Render<TeamRequestsPanel>(set => set.Add(p => p.Team, "stable"));
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid=open-request]")));

        var request = new AccessRequestSummary(Guid.NewGuid(), "meadow", "Meadow", "cow@example.org", "", AccessRequestState.Pending, DateTimeOffset.UtcNow, null, null);
        _server["GET teams/stable/access-requests"] = new[] { new TeamAccessRequest(request, "stable", "Stable", "horses", "Horses") };
        await panel.InvokeAsync(() => Services.GetRequiredService<TeamChanges>().TellAsync(new TeamChange(TeamChangeKinds.Connected, Guid.Empty)));

        Assert.Single(panel.FindAll("[data-testid=open-request]"));
    }

    [Fact]
    public async Task A_connection_lost_just_after_a_team_was_renamed_or_a_role_changed_is_said_and_breaks_no_page()
    {
        _server["GET me"] = Task.FromException<object>(new HttpRequestException("The connection was lost."));
        _server["PATCH teams/stable"] = new TeamSummary("stable", "Stables", TeamRole.Owner);
        await Session.SignedInAsync(Things.Visitor("stable"));
        Render<MudBlazor.MudPopoverProvider>();
        var notices = Render<MudBlazor.MudSnackbarProvider>();
        var settings = Render<TeamSettings>(set => set.Add(p => p.Team, Session.Team!).Add(p => p.Members, []));

        settings.Find("[data-testid=team-rename]").Input("Stables");
        await settings.Find("form").SubmitAsync();

        notices.WaitForAssertion(() => Assert.Contains(Notices.Unreachable, notices.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_team_that_was_founded_just_before_the_connection_was_lost_is_not_founded_twice()
    {
        _server["GET me"] = Task.FromException<object>(new HttpRequestException("The connection was lost."));
        _server["POST teams"] = new TeamSummary("meadow", "Meadow", TeamRole.Owner);
        await Session.SignedInAsync(Things.Visitor("stable"));
        var notices = Render<MudBlazor.MudSnackbarProvider>();
        TeamSummary? founded = null;
        var form = Render<FoundTeamForm>(set => set.Add(p => p.Founded, team => founded = team));

        form.Find("[data-testid=found-team-name]").Input("Meadow");
        await form.Find("form").SubmitAsync();

        Assert.Equal("meadow", founded?.Slug);
        Assert.Equal("", form.Find("[data-testid=found-team-name]").GetAttribute("value") ?? "");
        notices.WaitForAssertion(() => Assert.Contains(Notices.Unreachable, notices.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invitation_that_was_accepted_just_before_the_connection_was_lost_is_not_accepted_twice()
    {
        _server["GET me"] = Task.FromException<object>(new HttpRequestException("The connection was lost."));
        _server["POST invitations/look"] = new InvitationOffer("meadow", "Meadow", TeamRole.Member, "Cow", DateTimeOffset.UtcNow.AddDays(1));
        _server["POST invitations/accept"] = new TeamSummary("meadow", "Meadow", TeamRole.Member);
        await Session.SignedInAsync(Things.Visitor("stable"));
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/invitation#secret");
        var notices = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<InvitationPage>();

        await page.WaitForElement("[data-testid=invitation-accept]").ClickAsync(new());

        Assert.Equal(navigation.BaseUri, navigation.Uri);
        notices.WaitForAssertion(() => Assert.Contains(Notices.Unreachable, notices.Markup, StringComparison.Ordinal));
    }

    private static TeamMember Member(string name) => new(Guid.NewGuid(), $"{name}@example.org", name, TeamRole.Member, false);
}
