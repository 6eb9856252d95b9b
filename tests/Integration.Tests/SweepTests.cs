using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Searches over run specs, through real workers.</summary>
[Collection(ProductCollection.Name)]
public sealed class SweepTests(ProductFixture fixture)
{
    private static readonly SweepAxis Rate = new() { Path = "innerLoop.learningRate", Min = 0.0001, Max = 0.1, Log = true };

    [Fact]
    public async Task A_grid_trains_every_combination_into_versions_of_one_model()
    {
        var sweep = await FinishAsync(Request("A small grid", 4) with
        {
            Axes = [Rate with { Points = 2 }, new SweepAxis { Path = "task.shots", Values = [JsonValue.Create(3), JsonValue.Create(5)] }],
        });

        Assert.Equal(SweepState.Finished, sweep.Summary.State);
        Assert.Equal(4, sweep.Trials.Select(trial => string.Join(' ', trial.Values.Select(value => value!.ToJsonString()))).Distinct().Count());
        Assert.All(sweep.Trials, trial => Assert.Equal(RunState.Succeeded, trial.State));
        Assert.Equal(sweep.Trials.Min(trial => trial.Validation), sweep.Summary.Best!.Validation);
        var model = await fixture.Client.Models.GetAsync(Product.Team, "a-small-grid");
        Assert.Equal(sweep.Trials.Select(trial => (Guid?)trial.Run).Order(), model.Versions.Select(version => version.Run).Order());
    }

    [Fact]
    public async Task Successive_halving_trains_only_the_best_to_the_end()
    {
        var sweep = await FinishAsync(Request("Halving", 8) with { Axes = [Rate], Search = SweepSearch.Halving, Trials = 6, MinSteps = 2, Reduction = 2 });

        Assert.Equal([2, 4, 8], sweep.Rungs);
        var ended = sweep.Trials.Where(trial => trial.State == RunState.Succeeded).ToList();
        Assert.All(ended, trial => Assert.Equal((8, 3), (trial.Step, trial.Rung)));
        Assert.All(sweep.Trials.Except(ended), trial => Assert.Equal((RunState.Cancelled, sweep.Rungs[trial.Rung - 1]), (trial.State, trial.Step)));
        // At least every second one goes on from a rung, and nobody who is worse than all those left behind.
        Assert.InRange(sweep.Trials.Count(trial => trial.Rung >= 2), 3, 5);
        Assert.InRange(ended.Count, 1, 3);

        // Who was left behind may still be trained to the end.
        var left = sweep.Trials.First(trial => trial.State == RunState.Cancelled).Run;
        await fixture.Client.Runs.RetryAsync(left);
        Assert.Equal(8, (await fixture.FinishAsync(left)).Summary.Step);
    }

    [Fact]
    public async Task A_trial_that_waited_on_its_rung_ends_as_if_it_had_not()
    {
        var sweep = await FinishAsync(Request("Waits", 8) with
        {
            Axes = [new SweepAxis { Path = "seed", Values = [JsonValue.Create(1), JsonValue.Create(2)] }],
            Search = SweepSearch.Halving,
            Trials = 4,
            MinSteps = 4,
            Reduction = 2,
        });
        var trial = sweep.Trials.First(trial => trial.State == RunState.Succeeded);
        var spec = (await fixture.Client.Runs.GetAsync(trial.Run)).Spec;
        var alone = await fixture.Client.Runs.CreateAsync(Product.Team, new CreateRunRequest { Name = "Alone", Spec = JsonNode.Parse(Contracts.Specs.SpecJson.Write(spec))!.AsObject() });
        await fixture.FinishAsync(alone.Id);

        Assert.Equal(await LastCheckpointAsync(alone.Id), await LastCheckpointAsync(trial.Run));
    }

    [Fact]
    public async Task A_stopped_sweep_leaves_no_trial_running()
    {
        var sweep = await fixture.Client.Sweeps.CreateAsync(Product.Team, Request("To be stopped", 100_000) with { Axes = [Rate with { Points = 3 }] });
        await Eventually.TrueAsync(
            async () => (await fixture.Client.Sweeps.GetAsync(sweep.Id)).Trials.Any(trial => trial.State == RunState.Running), ProductFixture.Patience, "a trial trains");

        await fixture.Client.Sweeps.StopAsync(sweep.Id);

        var stopped = await Eventually.GetAsync(
            () => fixture.Client.Sweeps.GetAsync(sweep.Id), found => found.Trials.All(trial => trial.State.IsFinal()), ProductFixture.Patience, "all trials have ended");
        Assert.Equal(SweepState.Stopped, stopped.Summary.State);
        Assert.All(stopped.Trials, trial => Assert.Equal(RunState.Cancelled, trial.State));
        var again = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Sweeps.StopAsync(sweep.Id));
        Assert.Equal(409, again.Problem.Status);
    }

    [Fact]
    public async Task A_sweep_with_one_bad_trial_is_refused_as_a_whole()
    {
        var before = await fixture.Client.Sweeps.AllAsync(Product.Team).CountAsync();
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Sweeps.CreateAsync(Product.Team, Request("Bad", 4) with
        {
            Axes = [new SweepAxis { Path = "task.shots", Values = [JsonValue.Create(5), JsonValue.Create(100_000)] }],
        }));

        Assert.Equal(400, refused.Problem.Status);
        Assert.Contains("Trial 2 (task.shots = 100000)", refused.Problem.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, await fixture.Client.Sweeps.AllAsync(Product.Team).CountAsync());
    }

    private static CreateSweepRequest Request(string name, int metaSteps) => new()
    {
        Name = name,
        Recipe = "sinusoid",
        Overrides = JsonNode.Parse($$"""
            {
              "learner": { "filters": 8 },
              "outerLoop": { "metaSteps": {{metaSteps}}, "metaBatch": 2, "maxMinutes": 0 },
              "evaluation": { "interval": 2, "tasks": 4, "finalTasks": 4, "checkpointInterval": 2 }
            }
            """)!.AsObject(),
    };

    private async Task<string> LastCheckpointAsync(Guid run) => (await fixture.Client.Runs.CheckpointsAsync(run))[0].Hash;

    private async Task<SweepDetail> FinishAsync(CreateSweepRequest request)
    {
        var sweep = await fixture.Client.Sweeps.CreateAsync(Product.Team, request);
        var ended = await Eventually.GetAsync(
            () => fixture.Client.Sweeps.GetAsync(sweep.Id), found => found.Summary.State != SweepState.Running, ProductFixture.Patience, "the sweep has ended");
        Assert.False(ended.Trials.Any(trial => trial.State == RunState.Failed), fixture.Product.TrainingWorker.Output);
        return ended;
    }
}
