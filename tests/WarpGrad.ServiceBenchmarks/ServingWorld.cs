using System.Text.Json.Nodes;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>A product with a model of 28×28 practice glyphs, Conv-4 of 64 filters with warps, and glyphs to ask it about.</summary>
/// <param name="Product">The product.</param>
/// <param name="Model">Slug of the model.</param>
/// <param name="Images">PNG files by class.</param>
internal sealed record ServingWorld(Product Product, string Model, IReadOnlyList<IReadOnlyList<byte[]>> Images)
{
    private const int Ways = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Draws the glyphs and trains the model for a few steps: how good it is does not change how long it takes.</summary>
    public static async Task<ServingWorld> PrepareAsync(Product product)
    {
        var client = product.Client;
        var made = await client.Datasets.CreateGlyphsAsync(Product.Team, new CreateGlyphsRequest("Glyphs", Alphabets: 4, Characters: 8, Drawers: 8));
        var dataset = await Eventually.GetAsync(() => client.Datasets.GetAsync(made.Id), data => data.State != DatasetState.Importing, Patience, "the glyphs are drawn");
        var run = await client.Runs.CreateAsync(Product.Team, new CreateRunRequest
        {
            Name = "Bench",
            Recipe = "omniglot-5way",
            Overrides = JsonNode.Parse($$"""
                {
                  "task": { "dataset": "{{dataset.Id}}", "queries": 2 },
                  "learner": { "filters": 64 },
                  "outerLoop": { "metaSteps": 2, "metaBatch": 2, "maxMinutes": 0 },
                  "evaluation": { "interval": 2, "tasks": 2, "finalTasks": 4, "checkpointInterval": 2 }
                }
                """)!.AsObject(),
        });
        var ended = await Eventually.GetAsync(() => client.Runs.GetAsync(run.Id), found => found.Summary.State.IsFinal(), Patience, "the model is trained");
        if (ended.Summary.Model is not { } model)
            throw new InvalidOperationException($"The training ended as {ended.Summary.State}: {ended.Summary.FailureReason}");
        return new ServingWorld(product, model.Slug, [.. Enumerable.Range(0, Ways).Select(way => (IReadOnlyList<byte[]>)[.. Enumerable.Range(0, 6).Select(copy => TinyImages.Png(way, copy))])]);
    }
}
