using System.Net;
using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Integration.Tests;

/// <summary>Words by which people find runs.</summary>
[Collection(ApiCollection.Name)]
public sealed class RunTagTests(ApiFixture fixture)
{
    private RunsClient Runs => fixture.Client.Runs;

    [Fact]
    public async Task Runs_are_found_by_a_tag_however_it_was_written()
    {
        var team = await NewTeamAsync();
        var tagged = await SubmitAsync(team, " Thesis ", "baseline", "THESIS");
        await SubmitAsync(team, "thesis-2");
        await SubmitAsync(team);

        Assert.Equal(["baseline", "thesis"], tagged.Tags);
        Assert.Equal([tagged.Id], await FoundAsync(team, new RunQuery(Tag: "Thesis ")));
        Assert.Equal(2, (await FoundAsync(team, new RunQuery(Search: "hesi"))).Count);
        Assert.Empty(await FoundAsync(team, new RunQuery(Tag: "thes")));
    }

    [Fact]
    public async Task Name_and_tags_are_changed_and_what_is_absent_stays()
    {
        var run = await SubmitAsync(await NewTeamAsync(), "first");

        var renamed = await Runs.ChangeAsync(run.Id, new ChangeRunRequest(Name: " Another name "));
        var tagged = await Runs.ChangeAsync(run.Id, new ChangeRunRequest(Tags: ["second", "third"]));
        var bare = await Runs.ChangeAsync(run.Id, new ChangeRunRequest(Tags: []));

        Assert.Equal("Another name", renamed.Name);
        Assert.Equal(["first"], renamed.Tags);
        Assert.Equal("Another name", tagged.Name);
        Assert.Equal(["second", "third"], tagged.Tags);
        Assert.Empty(bare.Tags);
        await RefusedAsync("body", () => Runs.ChangeAsync(run.Id, new ChangeRunRequest()));
        await RefusedAsync("name", () => Runs.ChangeAsync(run.Id, new ChangeRunRequest(Name: " ")));
    }

    [Theory]
    [InlineData("good", " ")]
    [InlineData("two\nlines")]
    [InlineData("12345678901234567890123456789012345678901")]
    [InlineData("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")]
    public async Task Wrong_tags_are_refused_by_their_field(params string[] tags)
    {
        var team = await NewTeamAsync();
        var run = await SubmitAsync(team, "kept");

        await RefusedAsync("tags", () => SubmitAsync(team, tags));
        await RefusedAsync("tags", () => Runs.ChangeAsync(run.Id, new ChangeRunRequest(Tags: tags)));
        await RefusedAsync("tags", () => Runs.CloneAsync(run.Id, new CloneRunRequest { Tags = tags }));

        Assert.Equal(["kept"], Assert.Single(await Runs.AllAsync(team).ToListAsync()).Tags);
    }

    [Fact]
    public async Task A_clone_has_the_tags_of_its_run_unless_others_are_given()
    {
        var run = await SubmitAsync(await NewTeamAsync(), "kept");

        Assert.Equal(["kept"], (await Runs.CloneAsync(run.Id)).Tags);
        Assert.Equal(["other"], (await Runs.CloneAsync(run.Id, new CloneRunRequest { Tags = ["other"] })).Tags);
    }

    [Fact]
    public async Task Trials_have_the_tags_of_their_sweep()
    {
        var team = await NewTeamAsync();

        await fixture.Client.Sweeps.CreateAsync(team, new CreateSweepRequest
        {
            Recipe = "sinusoid",
            Tags = ["Rates"],
            Axes = [new SweepAxis { Path = "task.shots", Values = [JsonValue.Create(3), JsonValue.Create(5)] }],
        });

        Assert.Equal(2, (await FoundAsync(team, new RunQuery(Tag: "rates"))).Count);
    }

    [Fact]
    public async Task A_bulk_action_on_a_tag_leaves_other_runs_and_other_teams_alone()
    {
        var (team, others) = (await NewTeamAsync(), await NewTeamAsync());
        var (chosen, untagged, foreign) = (await SubmitAsync(team, "old"), await SubmitAsync(team), await SubmitAsync(others, "old"));

        var answer = await Runs.BulkAsync(team, new BulkRunRequest { Action = RunAction.Cancel, Filter = new RunFilter(Tag: "Old") });

        Assert.Equal([new BulkRunOutcome(chosen.Id, true, null)], answer.Outcomes);
        Assert.Equal(RunState.Queued, (await Runs.GetAsync(untagged.Id)).Summary.State);
        Assert.Equal(RunState.Queued, (await Runs.GetAsync(foreign.Id)).Summary.State);
        await RefusedAsync("filter", () => Runs.BulkAsync(team, new BulkRunRequest { Action = RunAction.Cancel, Filter = new RunFilter(Tag: " ") }));
    }

    private static async Task RefusedAsync(string field, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(act);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal([field], refused.Problem.Errors.Keys);
    }

    private async Task<string> NewTeamAsync() => (await fixture.Client.Teams.CreateAsync(new CreateTeamRequest($"Tags {Guid.NewGuid():N}"))).Slug;

    private Task<RunSummary> SubmitAsync(string team, params string[] tags) => Runs.CreateAsync(team, new CreateRunRequest { Recipe = "sinusoid", Tags = tags });

    private async Task<List<Guid>> FoundAsync(string team, RunQuery filter) => await Runs.AllAsync(team, filter).Select(run => run.Id).ToListAsync();
}
