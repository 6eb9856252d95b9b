using System.Text.Json.Nodes;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>Small runs on sine curves, which need no dataset.</summary>
internal static class SineRuns
{
    /// <summary>Submits a run of one task at a time, so of one thread.</summary>
    public static Task<RunSummary> SubmitAsync(Product product, int number, int metaSteps) => product.Client.Runs.CreateAsync(Product.Team, new CreateRunRequest
    {
        Name = $"Run {number}",
        Recipe = "sinusoid",
        Overrides = JsonNode.Parse($$"""
            {
              "outerLoop": { "metaSteps": {{metaSteps}}, "metaBatch": 1, "maxMinutes": 0 },
              "evaluation": { "interval": 100, "tasks": 10, "finalTasks": 10, "checkpointInterval": 100 },
              "seed": {{number}}
            }
            """)!.AsObject(),
    });
}
