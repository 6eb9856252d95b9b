using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>What makes an installation look lived in: a dataset of glyphs, a run on it that became a model, a sweep, an invitation and a token.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Run">The run.</param>
/// <param name="Model">The model that the run became.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Trials">The runs of the sweep.</param>
/// <param name="Invitation">Address of an open invitation.</param>
/// <param name="Reset">Address of a link for a new password.</param>
public sealed record Furniture(Guid Dataset, Guid Run, ModelReference Model, Guid Sweep, IReadOnlyList<Guid> Trials, string Invitation, string Reset)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Makes it all, and waits until nothing moves any more.</summary>
    public static async Task<Furniture> MakeAsync(WarpGradClient client, string team)
    {
        var glyphs = await client.Datasets.CreateGlyphsAsync(team, new CreateGlyphsRequest("Old alphabets", Alphabets: 6, Characters: 8, Drawers: 6));
        var sweep = await client.Sweeps.CreateAsync(team, new CreateSweepRequest
        {
            Name = "Which rate for waves",
            Recipe = "sinusoid",
            Overrides = Settings("""{ "learner": { "filters": 8 }, "outerLoop": { "metaSteps": 6 }, "evaluation": { "interval": 2, "tasks": 4, "finalTasks": 4 } }"""),
            Axes = [new SweepAxis { Path = "innerLoop.learningRate", Values = [JsonValue.Create(0.001), JsonValue.Create(0.01)] }],
        });
        var invitation = await client.Invitations.CreateAsync(team, new CreateInvitationRequest(TeamRole.Member, Note: "Grace"));
        var reset = await client.Administration.MakeResetLinkAsync((await client.Accounts.MeAsync()).Id);
        await client.Tokens.CreateAsync(new CreateTokenRequest("Nightly evaluation"));

        await Eventually.TrueAsync(async () => (await client.Datasets.GetAsync(glyphs.Id)).State == DatasetState.Ready, Patience, "the glyphs are drawn");
        var run = await client.Runs.CreateAsync(team, new CreateRunRequest
        {
            Name = "Old alphabets, 3-way",
            Tags = ["alphabets", "first try"],
            Recipe = "omniglot-5way",
            Overrides = Settings($$"""
                {
                  "task": { "dataset": "{{glyphs.Id}}", "ways": 3, "queries": 2 }, "learner": { "filters": 8 }, "innerLoop": { "steps": 3 },
                  "outerLoop": { "metaSteps": 30, "metaBatch": 2 }, "evaluation": { "interval": 3, "tasks": 5, "finalTasks": 20 }
                }
                """),
        });
        var done = await Eventually.GetAsync(
            () => client.Runs.GetAsync(run.Id), found => found.Summary.State.IsFinal() && (found.Summary.Model is not null || found.Summary.State != RunState.Succeeded),
            Patience, "the run has ended");
        Assert.True(done.Summary.State == RunState.Succeeded, done.Summary.FailureReason);
        var trials = await Eventually.GetAsync(
            () => client.Sweeps.GetAsync(sweep.Id), found => found.Summary.State != SweepState.Running, Patience, "the sweep has ended");
        return new Furniture(glyphs.Id, run.Id, done.Summary.Model!, sweep.Id, [.. trials.Trials.Select(trial => trial.Run)], invitation.Link, reset.Link);
    }

    private static JsonObject Settings(string json) => JsonNode.Parse(json)!.AsObject();
}
