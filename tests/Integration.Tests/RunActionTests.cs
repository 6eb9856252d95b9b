using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>What people do to runs while no worker takes any.</summary>
[Collection(ApiCollection.Name)]
public sealed class RunActionTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_run_of_higher_priority_comes_before_the_older_ones_of_its_team()
    {
        var team = await NewTeamAsync();
        var (first, second) = (await SubmitAsync(team), await SubmitAsync(team));
        Assert.True(first.QueuePlace < second.QueuePlace);

        var raised = await fixture.Client.Runs.PrioritizeAsync(second.Id, RunPriority.High);

        Assert.Equal(RunPriority.High, raised.Priority);
        Assert.True(raised.QueuePlace < (await fixture.Client.Runs.GetAsync(first.Id)).Summary.QueuePlace);
        // No worker was ever seen, so nothing is said of a start.
        Assert.Null(raised.StartsInSeconds);
    }

    [Fact]
    public async Task A_clone_has_the_changes_that_were_asked_for_and_a_bad_change_is_refused_by_its_field()
    {
        var run = await SubmitAsync(await NewTeamAsync());

        var clone = await fixture.Client.Runs.CloneAsync(run.Id, new CloneRunRequest { Name = "Larger", Overrides = new JsonObject { ["learner"] = new JsonObject { ["filters"] = 17 } } });
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.CloneAsync(
            run.Id, new CloneRunRequest { Overrides = new JsonObject { ["learner"] = new JsonObject { ["filters"] = 0 } } }));

        var (before, after) = ((await fixture.Client.Runs.GetAsync(run.Id)).Spec, (await fixture.Client.Runs.GetAsync(clone.Id)).Spec);
        Assert.Equal("Larger", clone.Name);
        Assert.Equal(before with { Learner = before.Learner with { Filters = 17 } }, after);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task A_cancelled_run_can_be_retried_and_one_that_waits_cannot()
    {
        var run = await SubmitAsync(await NewTeamAsync());
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.RetryAsync(run.Id));
        await fixture.Client.Runs.CancelAsync(run.Id);

        var retried = await fixture.Client.Runs.RetryAsync(run.Id);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(RunState.Queued, retried.State);
        Assert.Null(retried.FinishedAt);
    }

    [Fact]
    public async Task A_bulk_action_tells_of_each_run_whether_it_was_done()
    {
        var team = await NewTeamAsync();
        var (queued, paused, cancelled) = (await SubmitAsync(team), await SubmitAsync(team), await SubmitAsync(team));
        await fixture.Client.Runs.PauseAsync(paused.Id);
        await fixture.Client.Runs.CancelAsync(cancelled.Id);
        var foreign = await SubmitAsync(await NewTeamAsync());

        var answer = await fixture.Client.Runs.BulkAsync(
            team, new BulkRunRequest { Action = RunAction.Pause, Runs = [queued.Id, paused.Id, cancelled.Id, foreign.Id] });
        var resumed = await fixture.Client.Runs.BulkAsync(team, new BulkRunRequest { Action = RunAction.Resume, Filter = new RunFilter(RunState.Paused) });

        Assert.Equal([true, false, false, false], answer.Outcomes.Select(outcome => outcome.Done));
        Assert.All(answer.Outcomes.Skip(1), outcome => Assert.NotNull(outcome.Problem));
        Assert.Equal([queued.Id, paused.Id], resumed.Outcomes.Where(outcome => outcome.Done).Select(outcome => outcome.Run));
        Assert.Equal(RunState.Queued, (await fixture.Client.Runs.GetAsync(foreign.Id)).Summary.State);
    }

    [Fact]
    public async Task A_bulk_action_on_every_run_must_be_said_outright()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(async () => await fixture.Client.Runs.BulkAsync(
            await NewTeamAsync(), new BulkRunRequest { Action = RunAction.Delete, Filter = new RunFilter() }));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task A_deleted_run_leaves_its_model_and_one_in_work_cannot_be_deleted()
    {
        var slug = $"orphan-{Guid.NewGuid():N}"[..20];
        await fixture.RegisterAsync(slug, new TaskSpec { Family = TaskFamily.Sinusoids });
        var run = (await fixture.Client.Models.GetAsync(Product.Team, slug)).Versions[0].Run!.Value;
        await StateAsync(run, "Running");
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.DeleteAsync(run));
        await StateAsync(run, "Succeeded");

        await fixture.Client.Runs.DeleteAsync(run);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.GetAsync(run))).Status);
        var version = Assert.Single((await fixture.Client.Models.GetAsync(Product.Team, slug)).Versions);
        Assert.Equal((null, false), (version.Run, version.Imported));
        Assert.NotNull(await fixture.Client.Models.VersionAsync(Product.Team, slug, version.Number));
    }

    [Fact]
    public async Task A_team_has_only_so_many_queued_runs()
    {
        var team = await NewTeamAsync();
        await fixture.Product.Database.ExecuteAsync(
            """
            INSERT INTO runs ("Id", "TeamId", "Name", "State", "Spec", "Seed", "Family", "Step", "TotalSteps", "SoftwareVersion", "LastEvent", "LeaseEpoch",
                "CreatedById", "CreatedBy", "CreatedAt")
            SELECT gen_random_uuid(), "Id", 'many', 'Queued', '{}', 1, 'Sinusoids', 0, 1, '', 0, 0, gen_random_uuid(), 'test', now()
            FROM teams, generate_series(1, 500) WHERE "Slug" = $1
            """, team);
        using var http = fixture.Http();

        var answer = await http.PostAsJsonAsync($"api/v1/teams/{team}/runs", new { recipe = "sinusoid" });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(ProblemTypes.TooManyRequests, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!.GetValue<string>());
        await fixture.Client.Runs.BulkAsync(team, new BulkRunRequest { Action = RunAction.Delete, Filter = new RunFilter(RunState.Queued) });
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsJsonAsync($"api/v1/teams/{team}/runs", new { recipe = "sinusoid" })).StatusCode);
    }

    private async Task<string> NewTeamAsync() => (await fixture.Client.Teams.CreateAsync(new CreateTeamRequest($"Queue {Guid.NewGuid():N}"))).Slug;

    private Task StateAsync(Guid run, string state) => fixture.Product.Database.ExecuteAsync("""UPDATE runs SET "State" = $2 WHERE "Id" = $1""", run, state);

    private Task<RunSummary> SubmitAsync(string team) => fixture.Client.Runs.CreateAsync(team, new CreateRunRequest { Recipe = "sinusoid" });
}
