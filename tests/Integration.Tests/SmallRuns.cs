using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Runs that need no dataset: sine curves, as few or as many steps as a test wants.</summary>
public static class SmallRuns
{
    /// <summary>More steps than any test waits for.</summary>
    public const int Endless = 1_000_000;

    /// <summary>Submits a run.</summary>
    public static Task<RunSummary> SubmitAsync(this Product product, string name, int metaSteps, long seed = 1, string more = "{}") =>
        product.Client.Runs.CreateAsync(Product.Team, new CreateRunRequest
        {
            Name = name,
            Recipe = "sinusoid",
            Overrides = Merge(JsonNode.Parse($$"""
                {
                  "learner": { "filters": 8 },
                  "metaLearner": { "objective": "noStep" },
                  "innerLoop": { "steps": 1 },
                  "outerLoop": { "metaSteps": {{metaSteps}}, "metaBatch": 1, "maxMinutes": 0 },
                  "evaluation": { "interval": 100, "tasks": 2, "finalTasks": 2, "checkpointInterval": 100 },
                  "seed": {{seed}}
                }
                """)!.AsObject(), JsonNode.Parse(more)!.AsObject()),
        });

    private static JsonObject Merge(JsonObject overrides, JsonObject more)
    {
        foreach (var (part, fields) in more)
        {
            if (overrides[part] is not JsonObject target)
                overrides[part] = target = [];
            foreach (var (name, value) in fields!.AsObject())
                target[name] = value?.DeepClone();
        }

        return overrides;
    }

    /// <summary>Waits until a run has come to its end.</summary>
    public static Task<RunDetail> EndAsync(this Product product, Guid run) => Eventually.GetAsync(
        () => product.Client.Runs.GetAsync(run), found => found.Summary.State.IsFinal(), ProductFixture.Patience, "the run has ended");

    /// <summary>Waits until a run has come to a good end.</summary>
    public static async Task<RunDetail> SuccessAsync(this Product product, Guid run)
    {
        var found = await product.EndAsync(run);
        Assert.True(found.Summary.State == RunState.Succeeded, $"The run ended as {found.Summary.State}: {found.Summary.FailureReason}");
        return found;
    }

    /// <summary>Waits until a run has a checkpoint.</summary>
    public static Task HasCheckpointAsync(this Product product, Guid run) => Eventually.TrueAsync(
        async () => (await product.Client.Runs.CheckpointsAsync(run)).Count > 0, ProductFixture.Patience, "the run has a checkpoint");

    /// <summary>Asserts that a run's events are gapless, in order of time, and end where its counter stands; returns them.</summary>
    public static async Task<IReadOnlyList<RunEvent>> SoundEventsAsync(this Product product, Guid run)
    {
        var events = await product.Client.Runs.AllEventsAsync(run).ToListAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.N));
        Assert.Equal((await product.Client.Runs.GetAsync(run)).LastEvent, events.Count);
        Assert.Equal(events.Select(e => e.Time).Order(), events.Select(e => e.Time));
        return events;
    }

    /// <summary>How often workers took a run.</summary>
    public static Task<long> LeasesAsync(this Product product, Guid run) =>
        product.Database.QueryAsync<long>($"""SELECT "LeaseEpoch" FROM runs WHERE "Id" = '{run}'""");

    /// <summary>Model versions that came of a run.</summary>
    public static Task<long> VersionsAsync(this Product product, Guid run) =>
        product.Database.QueryAsync<long>($"""SELECT count(*) FROM model_versions WHERE "RunId" = '{run}'""");
}
