using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Runs from submission to model, also through kills, pauses and cancels.</summary>
[Collection(ProductCollection.Name)]
public sealed class RunTests(ProductFixture fixture)
{
    private const int Long = 100_000;

    [Fact]
    public async Task A_finished_run_has_result_metrics_checkpoints_and_a_model()
    {
        var run = fixture.Trained;

        Assert.Equal(6, run.Summary.Step);
        Assert.Equal(10, run.Result!.Tasks);
        Assert.Equal(3, run.Result.ScoreByStep.Count);
        Assert.Contains(await fixture.Client.Runs.MetricsAsync(run.Summary.Id), series => series.Name == MetricNames.ValidationAfter(run.Summary.Measure));
        Assert.NotEmpty(await fixture.Client.Runs.CheckpointsAsync(run.Summary.Id));
        var model = await fixture.Client.Models.GetAsync(Product.Team, run.Summary.Model!.Slug);
        Assert.Contains(model.Versions, version => version.Run == run.Summary.Id);
    }

    [Fact]
    public async Task A_downloaded_model_has_the_bytes_of_its_hash()
    {
        var reference = fixture.Trained.Summary.Model!;
        var version = await fixture.Client.Models.VersionAsync(reference.Team, reference.Slug, reference.Version);
        await using var file = await fixture.Client.Models.OpenCheckpointAsync(reference.Team, reference.Slug, reference.Version);

        Assert.Equal(version.Summary.Hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(file)));
    }

    [Theory]
    [InlineData("""{ "recipe": "no-such-recipe" }""", "recipe")]
    [InlineData("""{ "recipe": "omniglot-5way" }""", "task.dataset")]
    [InlineData("""{ "recipe": "omniglot-5way", "overrides": { "task": { "dataset": "00000000-0000-0000-0000-000000000001" } } }""", "task.dataset")]
    [InlineData("""{ "recipe": "omniglot-5way", "overrides": { "innerLoop": { "stepz": 3 } } }""", "innerLoop.stepz")]
    [InlineData("""{ "recipe": "omniglot-5way", "overrides": { "innerLoop": { "steps": 100000 } } }""", "innerLoop.steps")]
    [InlineData("""{ "spec": { "learner": { "filters": "many" } } }""", "learner.filters")]
    public async Task A_bad_spec_names_the_field(string body, string field)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Product.Token);

        var answer = await http.PostAsync($"api/v1/teams/{Product.Team}/runs", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Contains(problem["errors"]!.AsObject(), error => error.Key == field);
    }

    [Fact]
    public async Task A_cancelled_run_stops_and_keeps_its_checkpoint()
    {
        var run = await fixture.SubmitAsync("To be cancelled", Long);
        await fixture.WaitForCheckpointAsync(run.Id);

        await fixture.Client.Runs.CancelAsync(run.Id);
        await fixture.WaitForAsync(run.Id, RunState.Cancelled);

        Assert.NotEmpty(await fixture.Client.Runs.CheckpointsAsync(run.Id));
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.CancelAsync(run.Id));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

    [Fact]
    public async Task A_run_that_was_killed_and_paused_ends_with_the_same_bytes_and_gapless_events()
    {
        const int steps = 60;
        var whole = await fixture.FinishAsync((await fixture.SubmitAsync("Undisturbed", steps, seed: 7)).Id);

        var run = await fixture.SubmitAsync("Disturbed", steps, seed: 7);
        await fixture.WaitForCheckpointAsync(run.Id);
        await fixture.Product.TrainingWorker.KillAsync();
        fixture.Product.StartTrainingWorker();
        await Eventually.TrueAsync(
            async () => await fixture.Client.Runs.AllEventsAsync(run.Id).AnyAsync(e => e.Kind == RunEventKinds.Resumed),
            ProductFixture.Patience, "another worker has taken the run");
        if ((await fixture.Client.Runs.GetAsync(run.Id)).Summary.State == RunState.Running)
        {
            await fixture.Client.Runs.PauseAsync(run.Id);
            await fixture.WaitForAsync(run.Id, RunState.Paused);
            await fixture.Client.Runs.ResumeAsync(run.Id);
        }

        var disturbed = await fixture.FinishAsync(run.Id);

        Assert.Equal(await CheckpointHashAsync(whole), await CheckpointHashAsync(disturbed));
        Assert.Equal(await ModelHashAsync(whole), await ModelHashAsync(disturbed));
        var numbers = await fixture.Client.Runs.AllEventsAsync(run.Id).Select(e => e.N).ToListAsync();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Equal(numbers.Count, disturbed.LastEvent);
        Assert.All(await fixture.Client.Runs.MetricsAsync(run.Id), series =>
            Assert.Equal(series.Points.Select(p => p.Step).Distinct().Order(), series.Points.Select(p => p.Step)));
    }

    private async Task<string> CheckpointHashAsync(RunDetail run) => (await fixture.Client.Runs.CheckpointsAsync(run.Summary.Id))[0].Hash;

    private async Task<string> ModelHashAsync(RunDetail run)
    {
        var model = run.Summary.Model!;
        return (await fixture.Client.Models.VersionAsync(model.Team, model.Slug, model.Version)).Summary.Hash;
    }
}
