using System.Text.Json.Nodes;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>What a run will cost, measured by a real worker.</summary>
[Collection(ProductCollection.Name)]
public sealed class EstimateTests(ProductFixture fixture)
{
    [Fact]
    public async Task An_estimate_tells_time_and_memory_beside_those_of_a_method_through_the_path()
    {
        var estimate = await AskAsync(Request(metaSteps: 1000));

        Assert.True(estimate.SecondsPerStep > 0);
        Assert.True(estimate.Seconds > 1000 * estimate.SecondsPerStep);
        Assert.InRange(estimate.MemoryMegabytes!.Value, 50, 20_000);
        Assert.True(estimate.StoreMegabytes > 0);
        Assert.NotNull(estimate.ThroughPathMegabytes);
    }

    [Fact]
    public async Task The_same_question_is_measured_once()
    {
        var first = await AskAsync(Request(metaSteps: 777));
        var second = await AskAsync(Request(metaSteps: 777));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_longer_adaptation_costs_a_method_through_the_path_more_memory_and_not_this_one()
    {
        var (few, many) = (await AskAsync(Request(metaSteps: 1000, filters: 32)), await AskAsync(Request(metaSteps: 1000, innerSteps: 40, filters: 32)));

        Assert.True(many.ThroughPathMegabytes > few.ThroughPathMegabytes + 50, $"{few.ThroughPathMegabytes} MiB for 3 steps, {many.ThroughPathMegabytes} MiB for 40.");
        Assert.True(many.MemoryMegabytes < many.ThroughPathMegabytes, $"{many.MemoryMegabytes} MiB against {many.ThroughPathMegabytes} MiB.");
    }

    private async Task<RunEstimate> AskAsync(CreateRunRequest request)
    {
        var answer = await Eventually.GetAsync(
            () => fixture.Client.Runs.EstimateAsync(Product.Team, request), found => found is not { Estimate: null, FailureReason: null }, ProductFixture.Patience, "the run was probed");
        Assert.True(answer.Estimate is not null, answer.FailureReason);
        Assert.Equal(answer, await fixture.Client.Runs.EstimateAsync(answer.Id));
        return answer.Estimate;
    }

    private CreateRunRequest Request(int metaSteps, int innerSteps = 3, int filters = 4) => new()
    {
        Recipe = "omniglot-5way",
        Overrides = JsonNode.Parse($$"""
            {
              "task": { "dataset": "{{fixture.Drawings.Id}}", "ways": 3, "shots": 1, "queries": 2 },
              "learner": { "filters": {{filters}} },
              "innerLoop": { "steps": {{innerSteps}} },
              "outerLoop": { "metaSteps": {{metaSteps}}, "metaBatch": 2, "maxMinutes": 0 },
              "evaluation": { "interval": 5, "tasks": 4, "finalTasks": 10 }
            }
            """)!.AsObject(),
    };
}
