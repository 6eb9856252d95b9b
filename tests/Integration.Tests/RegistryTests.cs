using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Comparisons;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>What becomes of a trained model: out as a file and in again, further training, its card, its lineage.</summary>
[Collection(ProductCollection.Name)]
public sealed class RegistryTests(ProductFixture fixture)
{
    private ModelReference Trained => fixture.Trained.Summary.Model!;

    private string ModelPath => $"api/v1/models/{Trained.Team}/{Trained.Slug}";

    [Fact]
    public async Task An_exported_model_comes_in_again_byte_for_byte_and_adapts()
    {
        var file = await Http().GetByteArrayAsync($"{ModelPath}/versions/{Trained.Version}/checkpoint");

        var imported = await ImportAsync("Brought in", file);

        Assert.True(imported.State == ModelImportState.Done, imported.FailureReason);
        var copy = $"api/v1/models/{imported.Model!.Team}/{imported.Model.Slug}/versions/{imported.Model.Version}";
        Assert.Equal(SHA256.HashData(file), SHA256.HashData(await Http().GetByteArrayAsync($"{copy}/checkpoint")));
        var detail = (await Http().GetFromJsonAsync<ModelVersionDetail>(copy))!;
        Assert.True(detail.Summary.Imported);
        Assert.Null(detail.Summary.Result);
        Assert.Equal(fixture.Trained.DatasetHash, detail.DatasetHash);
        var lineage = (await Http().GetFromJsonAsync<Lineage>($"api/v1/models/{imported.Model.Team}/{imported.Model.Slug}/lineage"))!;
        Assert.Contains(lineage.Nodes, node => node.Kind == LineageKind.ImportedFile);
        Assert.DoesNotContain(lineage.Nodes, node => node.Kind == LineageKind.Run);
    }

    [Fact]
    public async Task A_forged_file_is_refused_with_a_sentence_and_leaves_no_model()
    {
        var file = await Http().GetByteArrayAsync($"{ModelPath}/versions/{Trained.Version}/checkpoint");
        Array.Fill(file, (byte)0xFF, file.Length - 64, 64);

        var imported = await ImportAsync("Forged", file);

        Assert.Equal(ModelImportState.Failed, imported.State);
        Assert.Matches("(NaN|not finite|infinit)", imported.FailureReason);
        Assert.Equal(HttpStatusCode.NotFound, (await Http().GetAsync($"api/v1/models/{Product.Team}/forged")).StatusCode);
    }

    [Fact]
    public async Task A_fork_trains_on_from_the_model_in_another_team_without_its_data()
    {
        var team = await fixture.Client.Teams.CreateAsync(new CreateTeamRequest("Forkers"));
        var data = await UploadAsync(team.Slug);
        var body = new ForkRequest(team.Slug, "Forked", JsonNode.Parse($$"""{ "task": { "dataset": "{{data}}" }, "outerLoop": { "metaSteps": 4 } }""")!.AsObject());

        var unshared = await Http().PostAsJsonAsync($"{ModelPath}/versions/{Trained.Version}/fork", body);
        await Http().PutAsJsonAsync($"{ModelPath}/shares/{team.Slug}", new ShareRequest(Grant.Adapt));
        var answer = await Http().PostAsJsonAsync($"{ModelPath}/versions/{Trained.Version}/fork", body);
        Assert.Equal(HttpStatusCode.BadRequest, unshared.StatusCode);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var run = await fixture.FinishAsync((await answer.Content.ReadFromJsonAsync<RunSummary>())!.Id);

        var fork = run.Summary.Model!;
        var detail = (await Http().GetFromJsonAsync<ModelVersionDetail>($"api/v1/models/{fork.Team}/{fork.Slug}/versions/1"))!;
        Assert.Equal(Trained, detail.Parent);
        var lineage = (await Http().GetFromJsonAsync<Lineage>($"{ModelPath}/lineage"))!;
        var parent = lineage.Nodes.Single(node => node.Kind == LineageKind.ModelVersion && node.Name == $"{Trained.Name}, version {Trained.Version}");
        Assert.Contains(lineage.Edges, edge => edge.From == parent.Id && edge.To == $"run-{run.Summary.Id}");
        Assert.Contains(lineage.Nodes, node => node.Name == "Forked, version 1");
        Assert.Contains(lineage.Nodes, node => node.Kind == LineageKind.DatasetVersion && node.Name.StartsWith("drawings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fork_of_a_model_with_the_longest_of_names_has_another_name_by_itself()
    {
        var name = string.Concat(Enumerable.Repeat("long name ", 10)).Trim().PadRight(100, '!');
        var parent = (await ImportAsync(name, await Http().GetByteArrayAsync($"{ModelPath}/versions/{Trained.Version}/checkpoint"))).Model!;
        var body = new ForkRequest(Product.Team, null, JsonNode.Parse($$"""{ "task": { "dataset": "{{fixture.Drawings.Id}}" }, "outerLoop": { "metaSteps": 100000 } }""")!.AsObject());

        var answer = await Http().PostAsJsonAsync($"api/v1/models/{parent.Team}/{parent.Slug}/versions/latest/fork", body);

        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var run = (await answer.Content.ReadFromJsonAsync<RunSummary>())!;
        await fixture.Client.Runs.CancelAsync(run.Id);
        Assert.Equal($"Fork of {name[..92]}".TrimEnd(), run.Name);
    }

    [Fact]
    public async Task A_fork_with_another_learner_is_refused_and_the_field_is_named()
    {
        var overrides = JsonNode.Parse($$"""{ "task": { "dataset": "{{fixture.Drawings.Id}}" }, "learner": { "filters": 8 } }""")!.AsObject();

        var answer = await Http().PostAsJsonAsync($"{ModelPath}/versions/latest/fork", new ForkRequest(Product.Team, null, overrides));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("learner.filters", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_is_written_from_the_record()
    {
        await Http().PatchAsJsonAsync(ModelPath, new ChangeModelRequest(Description: "Knows **letters**.", License: "CC BY 4.0", Tags: ["letters", "tiny"]));

        var card = (await Http().GetFromJsonAsync<ModelCard>($"{ModelPath}/versions/{Trained.Version}/card"))!;

        string Fact(string section, string name) => card.Sections.Single(s => s.Title == section).Facts.Single(fact => fact.Name == name).Value;
        Assert.Equal("3 classes", Fact("Task", "Ways"));
        Assert.Equal(fixture.Trained.DatasetHash, Fact("Data", "Content hash"));
        Assert.Contains("10 test tasks", Fact("Result", "Accuracy"), StringComparison.Ordinal);
        Assert.Equal(fixture.Trained.Result!.Steps.Count + 1, card.Sections.Single(s => s.Title == "Result").Table!.Count);
        Assert.Contains(card.Sections.Single(s => s.Title == "Limits").Notes, note => note.Contains("10 test tasks only", StringComparison.Ordinal));
        Assert.Contains("CC BY 4.0", card.Markdown, StringComparison.Ordinal);
        Assert.Contains("Knows **letters**.", card.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aliases_stand_for_versions_and_can_be_moved()
    {
        var missing = await Http().GetAsync($"{ModelPath}/versions/production");
        var set = await Http().PutAsJsonAsync($"{ModelPath}/aliases/production", new AliasRequest(Trained.Version));
        var latest = await Http().PutAsJsonAsync($"{ModelPath}/aliases/latest", new AliasRequest(Trained.Version));
        var none = await Http().PutAsJsonAsync($"{ModelPath}/aliases/production", new AliasRequest(999));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, latest.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal(Trained.Version, (await Http().GetFromJsonAsync<ModelVersionDetail>($"{ModelPath}/versions/production"))!.Summary.Number);
        var answer = await Http().PostAsync($"{ModelPath}/adapt-and-predict?version=production&wait=0", new StringContent("{}", new MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Two_runs_on_the_same_test_tasks_are_compared_task_by_task()
    {
        var again = await fixture.FinishAsync((await fixture.SubmitAsync("Other", metaSteps: 4)).Id);

        var same = (await Http().GetFromJsonAsync<Comparison>($"api/v1/compare/runs?left={fixture.Trained.Summary.Id}&right={again.Summary.Id}"))!;

        Assert.Equal(["outerLoop.metaSteps"], same.Differences.Select(difference => difference.Path));
        Assert.Contains("6 meta-steps in the first and 4 meta-steps in the second", same.Differences[0].Sentence, StringComparison.Ordinal);
        Assert.True(same.Scores!.Paired);
        Assert.Equal(again.Result!.Score - fixture.Trained.Result!.Score, same.Scores.Difference, 1e-9);
        Assert.Equal(10, same.Scores.Tasks);
    }

    [Fact]
    public async Task Models_are_found_by_text_tag_family_and_star()
    {
        await Http().PatchAsJsonAsync(ModelPath, new ChangeModelRequest(Tags: ["Findable"]));
        await Http().PutAsync($"{ModelPath}/star", null);
        async Task<bool> FoundAsync(string query) => (await Http().GetFromJsonAsync<Contracts.Page<ModelSummary>>($"api/v1/models?{query}"))!.Items.Any(m => m.Slug == Trained.Slug);

        Assert.True(await FoundAsync("search=tiny"));
        Assert.True(await FoundAsync("tag=findable"));
        Assert.True(await FoundAsync("family=fewShotImages&starred=true"));
        Assert.False(await FoundAsync("family=maze"));
        Assert.False(await FoundAsync("search=%25"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Http().GetAsync("api/v1/models?family=poker")).StatusCode);
    }

    private async Task<ModelImportSummary> ImportAsync(string name, byte[] file)
    {
        using var body = new MultipartFormDataContent { { new StringContent(name), "name" }, { new ByteArrayContent(file), "file", "model.safetensors" } };
        var sent = await Http().PostAsync($"api/v1/teams/{Product.Team}/models/import", body);
        Assert.True(sent.StatusCode == HttpStatusCode.Accepted, await sent.Content.ReadAsStringAsync());
        return await Eventually.GetAsync(
            async () => (await Http().GetFromJsonAsync<ModelImportSummary>(sent.Headers.Location!.ToString().TrimStart('/')))!,
            import => import.State != ModelImportState.Pending, ProductFixture.Patience, "the import has ended");
    }

    private async Task<Guid> UploadAsync(string team)
    {
        var uploaded = await fixture.Client.Datasets.UploadAsync(team, new Client.Datasets.DatasetUpload("drawings"), new MemoryStream(TinyImages.Zip()));
        await Eventually.TrueAsync(
            async () => (await fixture.Client.Datasets.GetAsync(uploaded.Id)).State == Contracts.Datasets.DatasetState.Ready, ProductFixture.Patience, "the import has ended");
        return uploaded.Id;
    }

    private HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Product.Token);
        return http;
    }
}
