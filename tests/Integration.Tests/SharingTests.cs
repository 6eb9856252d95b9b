using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Integration.Tests.Access;

namespace WarpGrad.Integration.Tests;

/// <summary>What another team may do with a model, by its visibility and by what is shared.</summary>
[Collection(SceneCollection.Name)]
public sealed class SharingTests(Scene scene)
{
    [Theory]
    [InlineData("Private", null, 404, 404, 404, 404)]
    [InlineData("Private", "Read", 200, 200, 200, 403)]
    [InlineData("Private", "Adapt", 200, 200, 200, 202)]
    [InlineData("OnRequest", null, 200, 200, 403, 403)]
    [InlineData("OnRequest", "Read", 200, 200, 200, 403)]
    [InlineData("OnRequest", "Adapt", 200, 200, 200, 202)]
    [InlineData("Public", null, 200, 200, 200, 202)]
    public async Task A_model_reaches_as_far_as_its_team_says(string visibility, string? grant, int page, int card, int weights, int use)
    {
        var model = await scene.NewModelAsync(visibility);
        if (grant is not null)
            await scene.ShareAsync(model, grant);
        var (http, path) = (scene.As(Who.OtherTeam), $"api/v1/models/{scene.Team}/{model}");

        Assert.Equal(page, (int)(await http.GetAsync(path)).StatusCode);
        Assert.Equal(card, (int)(await http.GetAsync($"{path}/versions/1/card")).StatusCode);
        Assert.Equal(weights, (int)(await http.GetAsync($"{path}/versions/1/checkpoint")).StatusCode);
        Assert.Equal(weights, (int)(await http.GetAsync($"{path}/lineage")).StatusCode);
        Assert.Equal(use, (int)(await http.PostAsJsonAsync($"{path}/adapt-and-predict?wait=0", new { support = new[] { new { x = new[] { 0.0 }, y = new[] { 1.0 } } }, query = new[] { new { x = new[] { 0.5 } } } })).StatusCode);
        Assert.Equal(use, (int)(await http.PostAsJsonAsync($"{path}/versions/1/fork", new ForkRequest(scene.OtherTeam))).StatusCode);
        Assert.Equal(page == 200, (await http.GetFromJsonAsync<Page<ModelSummary>>($"api/v1/models?search={model}"))!.Items.Count == 1);
    }

    [Fact]
    public async Task A_kept_adaptation_is_gone_when_its_model_is_no_longer_shared()
    {
        var model = await scene.NewModelAsync();
        await scene.ShareAsync(model, "Adapt");
        var kept = Guid.NewGuid();
        await scene.Sql(
            """
            INSERT INTO adaptations ("Id", "Kind", "TeamId", "ModelVersionId", "State", "Request", "Round", "Examples", "Heavy", "Attempts", "ExpiresAt", "CreatedById", "CreatedAt")
            VALUES ($1, 'Keep', $2, $3, 'Done', '\x', 1, 1, false, 1, now() + interval '1 hour', $4, now())
            """, kept, scene.OtherTeamId, await scene.VersionIdAsync(model), scene.People[Who.OtherTeam]);
        var (http, ask) = (scene.As(Who.OtherTeam), new { query = new[] { new { x = new[] { 0.5 } } } });
        async Task<(int Read, int Predict, bool Listed)> SeenAsync() => (
            (int)(await http.GetAsync($"api/v1/adaptations/{kept}")).StatusCode,
            (int)(await http.PostAsJsonAsync($"api/v1/adaptations/{kept}/predict?wait=0", ask)).StatusCode,
            (await http.GetStringAsync($"api/v1/teams/{scene.OtherTeam}/adaptations")).Contains(kept.ToString(), StringComparison.Ordinal));

        Assert.Equal((200, 202, true), await SeenAsync());
        await scene.Sql("""DELETE FROM model_shares USING models WHERE models."Id" = "ModelId" AND models."Slug" = $1""", model);
        Assert.Equal((404, 404, false), await SeenAsync());
    }

    [Theory]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("PUT", "/aliases/production")]
    [InlineData("PUT", "/visibility")]
    [InlineData("GET", "/shares")]
    public async Task Even_a_public_model_is_managed_by_its_team_alone(string method, string rest)
    {
        var model = await scene.NewModelAsync("Public");
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1/models/{scene.Team}/{model}{rest}");
        request.Content = method switch
        {
            "PATCH" => JsonContent.Create(new ChangeModelRequest("mine")),
            "PUT" when rest.Contains("alias", StringComparison.Ordinal) => JsonContent.Create(new AliasRequest(1)),
            "PUT" => JsonContent.Create(new VisibilityRequest(Visibility.Private)),
            _ => null,
        };

        Assert.Equal(HttpStatusCode.Forbidden, (await scene.As(Who.OtherTeam).SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Who_asks_and_is_approved_may_adapt()
    {
        var model = await scene.NewModelAsync("OnRequest");
        var path = $"api/v1/models/{scene.Team}/{model}";
        var asked = await scene.As(Who.OtherTeam).PostAsJsonAsync($"{path}/access-requests", new AccessRequestRequest(scene.OtherTeam, "For our letters."));
        var again = await scene.As(Who.OtherTeam).PostAsJsonAsync($"{path}/access-requests", new AccessRequestRequest(scene.OtherTeam));
        var wish = (await scene.As(Who.Maintainer).GetFromJsonAsync<AccessRequestSummary[]>($"{path}/access-requests"))!.Single();

        var approved = await scene.As(Who.Maintainer).PostAsJsonAsync($"{path}/access-requests/{wish.Id}/approve", new ShareRequest(Grant.Adapt));
        var twice = await scene.As(Who.Maintainer).PostAsync($"{path}/access-requests/{wish.Id}/decline", null);
        var detail = await scene.As(Who.OtherTeam).GetFromJsonAsync<ModelDetail>(path);

        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("For our letters.", wish.Message);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Equal(ModelAccessLevel.Adapt, detail!.Summary.Access);
        var seen = (await scene.As(Who.OtherTeam).GetFromJsonAsync<AccessRequestSummary[]>($"{path}/access-requests"))!.Single();
        Assert.Equal(AccessRequestState.Approved, seen.State);
    }

    [Fact]
    public async Task A_dataset_can_be_lent_and_taken_back()
    {
        var data = await scene.NewDatasetAsync();
        var outsider = scene.As(Who.OtherTeam);
        async Task<HttpStatusCode> LookAsync() => (await outsider.GetAsync($"api/v1/datasets/{data}/images/0")).StatusCode;

        Assert.Equal(HttpStatusCode.NotFound, await LookAsync());
        await scene.As(Who.Maintainer).PutAsJsonAsync($"api/v1/datasets/{data}/shares/{scene.OtherTeam}", new ShareRequest());
        Assert.Equal(HttpStatusCode.OK, await LookAsync());
        var lent = (await outsider.GetFromJsonAsync<Page<DatasetSummary>>($"api/v1/datasets/shared?team={scene.OtherTeam}"))!;
        Assert.Contains(lent.Items, dataset => dataset.Id == data);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync($"api/v1/datasets/shared?team={scene.Team}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await outsider.DeleteAsync($"api/v1/datasets/{data}")).StatusCode);
        await scene.As(Who.Maintainer).DeleteAsync($"api/v1/datasets/{data}/shares/{scene.OtherTeam}");
        Assert.Equal(HttpStatusCode.NotFound, await LookAsync());
    }

    [Fact]
    public async Task Others_learn_neither_runs_nor_people_of_the_team()
    {
        var model = await scene.NewModelAsync("Public");
        var detail = (await scene.As(Who.OtherTeam).GetFromJsonAsync<ModelDetail>($"api/v1/models/{scene.Team}/{model}"))!;
        var lineage = (await scene.As(Who.OtherTeam).GetFromJsonAsync<Lineage>($"api/v1/models/{scene.Team}/{model}/lineage"))!;

        Assert.Null(detail.Versions[0].Run);
        Assert.Equal("", detail.Versions[0].CreatedBy);
        Assert.Equal("A run of another team", lineage.Nodes.Single(node => node.Kind == LineageKind.Run).Name);
        Assert.Null(lineage.Nodes.Single(node => node.Kind == LineageKind.Run).Address);
    }

    [Fact]
    public async Task A_card_names_other_methods_to_everybody_but_runs_to_the_team_alone()
    {
        var model = await scene.NewModelAsync("Public");
        await scene.NewFinishedRunAsync("Secret plan", "sinusoid-maml");
        var path = $"api/v1/models/{scene.Team}/{model}/versions/1/card";

        var own = await scene.As(Who.Viewer).GetStringAsync(path);
        var others = await scene.As(Who.OtherTeam).GetStringAsync(path);

        Assert.Contains("Secret plan", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret plan", others, StringComparison.Ordinal);
        Assert.Contains("warp objective trajectory", others, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_made_of_a_model_keeps_its_place_in_the_lineage_and_nothing_else()
    {
        var model = await scene.NewModelAsync("Public");
        await scene.NewForkAsync(model);

        var lineage = (await scene.As(Who.Owner).GetFromJsonAsync<Lineage>($"api/v1/models/{scene.Team}/{model}/lineage"))!;

        var theirs = lineage.Nodes.Where(node => !node.Subject).ToList();
        Assert.Equal(["A checkpoint", "A model of another team", "A run of another team"], theirs.Select(node => node.Name).Order(StringComparer.Ordinal));
        Assert.All(theirs, node => Assert.Equal(("", null), (node.Detail, node.Address)));
    }

    [Theory]
    [InlineData("Queued")]
    [InlineData("Failed")]
    public async Task A_fork_that_is_no_model_yet_is_in_the_lineage_and_to_others_has_no_name(string state)
    {
        var model = await scene.NewModelAsync("Public");
        var (own, theirs) = (await scene.NewRunAsync(state), await scene.NewRunAsync(state, scene.OtherTeamId));
        foreach (var run in new[] { own, theirs })
            await scene.Sql("""UPDATE runs SET "ParentVersionId" = $2 WHERE "Id" = $1""", run, await scene.VersionIdAsync(model));

        var lineage = (await scene.As(Who.Viewer).GetFromJsonAsync<Lineage>($"api/v1/models/{scene.Team}/{model}/lineage"))!;

        var nodes = lineage.Nodes.ToDictionary(node => node.Id);
        Assert.Equal(("run", $"seed 1, {state.ToLowerInvariant()}", $"/runs/{own}"), (nodes[$"run-{own}"].Name, nodes[$"run-{own}"].Detail, nodes[$"run-{own}"].Address));
        Assert.Equal(("A run of another team", "", null), (nodes[$"run-{theirs}"].Name, nodes[$"run-{theirs}"].Detail, nodes[$"run-{theirs}"].Address));
        Assert.Contains(lineage.Edges, edge => edge.To == $"run-{own}" && nodes[edge.From].Name == $"{model}, version 1");
    }

    [Fact]
    public async Task Starting_from_a_hidden_model_is_refused_like_starting_from_none_before_anything_else_is_said()
    {
        async Task<string> RefusalAsync(Guid version)
        {
            var answer = await scene.As(Who.OtherTeam).PostAsJsonAsync(
                $"api/v1/teams/{scene.OtherTeam}/runs", new { recipe = "omniglot-5way", overrides = new { startFrom = version, task = new { dataset = Guid.NewGuid() } } });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.ToJsonString();
        }

        var hidden = await RefusalAsync(await scene.VersionIdAsync(await scene.NewModelAsync()));

        Assert.Equal(await RefusalAsync(Guid.NewGuid()), hidden);
        Assert.StartsWith("{\"startFrom\"", hidden, StringComparison.Ordinal);
    }
}
