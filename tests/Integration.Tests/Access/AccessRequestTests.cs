using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Asking for models, and what the two teams see of it.</summary>
public sealed class AccessRequestTests(Scene scene) : IClassFixture<Scene>
{
    [Fact]
    public async Task A_request_stands_in_the_list_of_the_team_that_is_asked_until_it_is_answered()
    {
        var model = await scene.NewModelAsync("OnRequest");
        var made = await AskAsync(model);

        var open = await OpenAsync();

        var request = open.Single(one => one.Request.Id == made.Id);
        Assert.Equal((scene.OtherTeam, scene.Team, model), (request.Request.Team, request.ModelTeam, request.Model));
        await scene.As(Who.Maintainer).PostAsync($"api/v1/models/{scene.Team}/{model}/access-requests/{made.Id}/decline", null);
        Assert.DoesNotContain(await OpenAsync(), one => one.Request.Id == made.Id);
        Assert.Equal(AccessRequestState.Declined, (await SentAsync()).Single(one => one.Request.Id == made.Id).Request.State);
    }

    [Fact]
    public async Task The_asker_takes_a_request_back_and_then_nobody_can_answer_it()
    {
        var model = await scene.NewModelAsync("OnRequest");
        var made = await AskAsync(model);

        var stranger = await scene.As(Who.Owner).PostAsync($"api/v1/access-requests/{made.Id}/withdraw", null);
        var withdrawn = await scene.As(Who.OtherTeam).PostAsync($"api/v1/access-requests/{made.Id}/withdraw", null);
        var again = await scene.As(Who.OtherTeam).PostAsync($"api/v1/access-requests/{made.Id}/withdraw", null);
        var approved = await scene.As(Who.Maintainer).PostAsJsonAsync($"api/v1/models/{scene.Team}/{model}/access-requests/{made.Id}/approve", new ShareRequest());

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Conflict),
            (stranger.StatusCode, withdrawn.StatusCode, again.StatusCode, approved.StatusCode));
        Assert.Equal(AccessRequestState.Withdrawn, (await SentAsync()).Single(one => one.Request.Id == made.Id).Request.State);
        // Who took it back can ask again.
        Assert.Equal(AccessRequestState.Pending, (await AskAsync(model)).State);
    }

    [Fact]
    public async Task A_team_that_asks_twice_at_once_has_asked_once()
    {
        var model = await scene.NewModelAsync("OnRequest");

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            scene.As(Who.OtherTeam).PostAsJsonAsync($"api/v1/models/{scene.Team}/{model}/access-requests", new AccessRequestRequest(scene.OtherTeam))));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], both.Select(answer => answer.StatusCode).Order());
        Assert.Single(await OpenAsync(), one => one.Model == model);
    }

    [Fact]
    public async Task A_model_that_became_private_is_not_named_in_what_was_asked_for()
    {
        var model = await scene.NewModelAsync("OnRequest");
        var made = await AskAsync(model);

        await scene.As(Who.Maintainer).PutAsJsonAsync($"api/v1/models/{scene.Team}/{model}/visibility", new VisibilityRequest(Visibility.Private));

        Assert.DoesNotContain(await SentAsync(), one => one.Request.Id == made.Id);
    }

    [Fact]
    public async Task The_feed_of_the_team_tells_of_requests_and_of_changes_among_its_people()
    {
        var team = Scene.TeamSlug(await scene.NewTeamAsync());
        var client = WarpGradClient.WithToken(scene.Product.Address, scene.Secret(Who.Viewer));
        using var enough = new CancellationTokenSource(ProductFixture.Patience);
        await using var changes = client.TeamFeed.ReadAsync(team, cancel: enough.Token).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());

        await scene.As(Who.Owner).PutAsJsonAsync($"api/v1/teams/{team}/members/{scene.People[Who.Member]}", new ChangeRoleRequest(TeamRole.Maintainer));

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(new TeamChange(TeamChangeKinds.Member, scene.People[Who.Member]), changes.Current);
        await using var outsiders = WarpGradClient.WithToken(scene.Product.Address, scene.Secret(Who.OtherTeam)).TeamFeed.ReadAsync(scene.OtherTeam, cancel: enough.Token).GetAsyncEnumerator();
        Assert.True(await outsiders.MoveNextAsync());
        var made = await AskAsync(await scene.NewModelAsync("OnRequest"));
        Assert.True(await outsiders.MoveNextAsync());
        Assert.Equal(new TeamChange(TeamChangeKinds.AccessRequest, made.Id), outsiders.Current);
    }

    [Fact]
    public async Task Teams_that_things_were_shared_with_are_proposed_to_maintainers()
    {
        var model = await scene.NewModelAsync();
        await scene.ShareAsync(model, "Read");

        var receivers = await scene.As(Who.Maintainer).GetFromJsonAsync<ReceiverSummary[]>($"api/v1/teams/{scene.Team}/receivers");

        Assert.Equal([new ReceiverSummary(scene.OtherTeam, "Outsiders")], receivers!);
    }

    private async Task<AccessRequestSummary> AskAsync(string model)
    {
        var answer = await scene.As(Who.OtherTeam).PostAsJsonAsync($"api/v1/models/{scene.Team}/{model}/access-requests", new AccessRequestRequest(scene.OtherTeam, "For a paper."));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<AccessRequestSummary>())!;
    }

    private async Task<TeamAccessRequest[]> OpenAsync() => (await scene.As(Who.Maintainer).GetFromJsonAsync<TeamAccessRequest[]>($"api/v1/teams/{scene.Team}/access-requests"))!;

    private async Task<TeamAccessRequest[]> SentAsync() => (await scene.As(Who.OtherTeam).GetFromJsonAsync<TeamAccessRequest[]>($"api/v1/teams/{scene.OtherTeam}/access-requests/sent"))!;
}
