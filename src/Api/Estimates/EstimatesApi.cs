using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hangfire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Runs;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Estimates;

namespace WarpGrad.Api.Estimates;

/// <summary>What a run will cost, before it is submitted.</summary>
internal static class EstimatesApi
{
    // Measured on machines that change: an old answer is measured anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(7);

    // Longer than a probe takes: after that its job must have been lost.
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(2);

    public static void MapEstimates(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/runs/estimate", AskAsync)
            .Accepts<CreateRunRequest>("application/json")
            .Produces<RunEstimateAnswer>()
            .Produces<RunEstimateAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Predict duration and memory of a run by a short probe on a worker")
            .WithDescription("Takes what a submission takes. Waits for the answer up to 'wait' seconds; after that it answers 202, and the estimate can be read by its id.");
        group.MapGet("/run-estimates/{id:guid}", GetAsync).WithSummary("An estimate by id");
    }

    private static async Task<IResult> AskAsync(
        string team, JsonObject body, Caller caller, RunMaterials materials, WarpGradDbContext database, EstimateWaiter waiter,
        IBackgroundJobClient jobs, TimeProvider time, CancellationToken cancellation, [FromQuery] int wait = 30)
    {
        var owner = caller.Demand(Operation.RunCreate, team);
        Waits.Check(wait);
        var spec = RunRequests.Read(body).Spec;
        var versionId = await materials.CheckAsync(owner, caller, spec, cancellation);
        var asked = new Estimate
        {
            TeamId = owner.Id,
            Key = KeyOf(spec, versionId),
            Spec = SpecJson.Write(spec),
            DatasetVersionId = versionId,
            CreatedAt = time.GetUtcNow(),
        };
        // A probe that failed, on a busy machine for example, is tried again when somebody asks again.
        await database.Estimates
            .Where(e => e.CreatedAt < asked.CreatedAt - Fresh || (e.TeamId == owner.Id && e.Key == asked.Key
                && (e.FailureReason != null || (e.Result == null && e.CreatedAt < asked.CreatedAt - Lost))))
            .ExecuteDeleteAsync(cancellation);
        var made = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO estimates ("Id", "TeamId", "Key", "Spec", "DatasetVersionId", "CreatedAt")
            VALUES ({asked.Id}, {asked.TeamId}, {asked.Key}, {asked.Spec}::jsonb, {asked.DatasetVersionId}, {asked.CreatedAt}) ON CONFLICT DO NOTHING
            """, cancellation) > 0;
        var id = made ? asked.Id
            : (await database.Estimates.AsNoTracking().Where(e => e.TeamId == owner.Id && e.Key == asked.Key).SingleOrGoneAsync("estimate", cancellation)).Id;
        using var answer = waiter.Expect(id);
        var found = await AnswerAsync(database, id, cancellation);
        if (!Answered(found))
        {
            if (made)
                jobs.Enqueue<IEstimateJob>(QueueNames.Probes, job => job.MeasureAsync(id, CancellationToken.None));
            await answer.WaitAsync(TimeSpan.FromSeconds(wait), cancellation);
            found = await AnswerAsync(database, id, cancellation);
        }

        return Answered(found) ? TypedResults.Ok(found) : TypedResults.Accepted($"/api/v1/run-estimates/{id}", found);
    }

    private static async Task<RunEstimateAnswer> GetAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.Demand(Operation.RunRead, await database.Estimates.Where(e => e.Id == id).Select(e => e.TeamId).SingleOrDefaultAsync(cancellation), "estimate");
        return await AnswerAsync(database, id, cancellation);
    }

    private static async Task<RunEstimateAnswer> AnswerAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation)
    {
        var row = await database.Estimates.AsNoTracking().Where(e => e.Id == id).SingleOrGoneAsync("estimate", cancellation);
        return new RunEstimateAnswer(id, row.Result is null ? null : StoredJson.Read<RunEstimate>(row.Result), row.FailureReason);
    }

    private static bool Answered(RunEstimateAnswer answer) => answer.Estimate is not null || answer.FailureReason is not null;

    /// <summary>Neither the seed nor the model to start from changes what a run costs.</summary>
    private static string KeyOf(RunSpec spec, Guid? versionId) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(spec with { Seed = 0, StartFrom = null }, SpecJson.Options)} {versionId}")));
}
