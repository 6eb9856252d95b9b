using System.Net;
using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Submitting runs of families that need no dataset, and what is told of them.</summary>
[Collection(ApiCollection.Name)]
public sealed class FamilyRunTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("sinusoids", "mlp", "none", Measure.Error)]
    [InlineData("continualSines", "mlp", "none", Measure.Error)]
    [InlineData("maze", "recurrent", "lstm", Measure.Reward)]
    [InlineData("surfaces", "point", "feedForward", Measure.Wins)]
    public async Task A_family_that_needs_no_dataset_is_queued_without_one(string family, string architecture, string warp, Measure measure)
    {
        var run = await fixture.Client.Runs.CreateAsync(Product.Team, Spec(family, architecture, warp, ""));

        Assert.Equal((RunState.Queued, measure, (Guid?)null, (string?)null), (run.State, run.Measure, run.Dataset, run.DatasetName));
        var detail = await fixture.Client.Runs.GetAsync(run.Id);
        Assert.Null(detail.DatasetHash);
        Assert.Equal(run.Family, detail.Spec.Task.Family);
        Assert.Contains(run.Id, await IdsAsync(run.Family));
        Assert.DoesNotContain(run.Id, await IdsAsync(TaskFamily.FewShotImages));
        Assert.Contains(run.Id, (await fixture.Client.Runs.ListAsync(Product.Team)).Items.Select(listed => listed.Id));
    }

    [Fact]
    public async Task A_dataset_for_a_family_that_needs_none_is_an_error_of_that_field()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.CreateAsync(
            Product.Team, Spec("sinusoids", "mlp", "none", "\"dataset\": \"00000000-0000-0000-0000-000000000001\",")));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("leave the dataset out", Assert.Single(refused.Problem.Errors["task.dataset"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fewShotImages", "conv4")]
    [InlineData("multiShotImages", "conv4")]
    public async Task A_family_of_images_without_a_dataset_is_an_error_of_that_field(string family, string architecture)
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.CreateAsync(Product.Team, Spec(family, architecture, "conv3x3", "")));

        Assert.Contains("task.dataset", refused.Problem.Errors.Keys);
    }

    [Fact]
    public async Task A_family_that_does_not_exist_is_no_filter()
    {
        using var http = fixture.Http();

        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync($"api/v1/teams/{Product.Team}/runs?family=riddles")).StatusCode);
    }

    [Fact]
    public async Task The_newest_picture_is_told_with_its_kind_first()
    {
        using var http = fixture.Http();
        var run = await fixture.Client.Runs.CreateAsync(Product.Team, Spec("sinusoids", "mlp", "none", ""));
        var none = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.PictureAsync(run.Id));
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
        foreach (var step in new[] { 50, 100 })
            await fixture.Product.Database.ExecuteAsync(
                """
                INSERT INTO run_events ("RunId", "N", "Time", "Kind", "Superseded", "Payload") VALUES ($1, $2, now(), 'picture', false, jsonb_build_object(
                    'step', $2, 'picture', '{ "kind": "curve", "x": [0, 1], "supportX": [0], "supportY": [0], "target": [0, 1], "fits": [] }'::jsonb))
                """, run.Id, (long)step);

        var newest = JsonNode.Parse(await http.GetStringAsync($"api/v1/runs/{run.Id}/picture"))!;
        Assert.Equal(100, (int)newest["step"]!);
        Assert.Equal("kind", newest["picture"]!.AsObject().First().Key);
        Assert.Equal(100, (await fixture.Client.Runs.PictureAsync(run.Id)).Step);
        // The typed client reads the kind only where it comes first, in events, too.
        var told = (await fixture.Client.Runs.EventsAsync(run.Id, 50))[^1].Read<RunPicture>();
        Assert.Equal([0, 1], Assert.IsType<CurvePicture>(told.Picture).X);
    }

    [Fact]
    public async Task Models_tell_the_family_of_their_tasks()
    {
        await fixture.RegisterAsync("walker", new TaskSpec { Family = TaskFamily.Maze });

        var listed = await fixture.Client.Models.AllAsync(Product.Team).SingleAsync(model => model.Slug == "walker");
        Assert.Equal(TaskFamily.Maze, listed.Family);
        Assert.Equivalent(listed, (await fixture.Client.Models.GetAsync(Product.Team, "walker")).Summary, strict: true);
    }

    private async Task<List<Guid>> IdsAsync(TaskFamily family) =>
        await fixture.Client.Runs.AllAsync(Product.Team, new RunQuery(family)).Select(run => run.Id).ToListAsync();

    private static CreateRunRequest Spec(string family, string architecture, string warp, string dataset) => new()
    {
        Spec = JsonNode.Parse($$"""
            {
              "task": { {{dataset}} "family": "{{family}}" },
              "learner": { "architecture": "{{architecture}}", "warp": "{{warp}}", "head": "fixed" },
              "metaLearner": { "initialization": "{{(family == "surfaces" ? "none" : "leap")}}" },
              "innerLoop": { "steps": 5 }
            }
            """)!.AsObject(),
    };
}
